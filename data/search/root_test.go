package search_test

import (
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/search"
)

// Forms of a word are marked in each other's texts, also those that a stemmer
// keeps apart, typed without accents or not.
func TestFormsOfAWordStandForEachOther(t *testing.T) {
	for lang, groups := range map[string][]string{
		"es": {
			"ciudad ciudades", "unidad unidades", "facultad facultades", "pared paredes", // -d is no imperative
			"añadió añadir añadieron anadio", "creían creer cree", "rodea rodean rodear rodeó", "estudia estudió estudiaban",
			"inglés inglesa ingleses ingles", "francés francesa",
			"luz luces", "voz voces", "buscar busqué buscamos", "conozco conocer",
			"enciende encender encendió", "cierra cerrar", "muestra mostrar", "encuentra encontrar encontró", "prueba probar",
			"servicio servicios", "gran grande", "primer primero primera",
			"murió morir muerto", "pidió pedir pide", "escribir escrito", "produjo producir produce", "propuesto proponer propuso",
			"obtuvo obtener obtiene", "resuelto resolver resuelve", "devuelto devolver", "convirtió convertir convierte", "descubierto descubrir",
			"siguió seguir sigue", "eligió elegir elige elijo",
			"correo correos", "copia copias", "caso casos", "serie series", // nor other words'
			"año años", "día días", "isla islas", "alto altos", "lugar lugares", "mujer mujeres", "imagen imágenes", "joven jóvenes", // -ar, -er, -en are no verb's
			"gobierno gobiernos", "interno internos", "próximo próximos", "ayudar ayudarnos ayudarte", "ponerse pondré pongo ponerte",
			"redujo redujeron reducir", "significa significar significado", "consiste consistir", "recibir recibiría recibiríamos",
			"usar usado usó usaron usando usaba", "unir unidos unió uniendo", "abrir abrió abren abierto", "entrar entró entrada", // verbs of one syllable and their ending
			"mover movimiento", "tratar tratamiento", "real realmente", "simple simplemente", "formar formación", "crear creación",
			"evolución evolucionó", "implemente implementar", "grave gravemente", "caer caído cae", "leer leído",
			"fuerte fuertes", "moderno modernos", "financiero financiera", "separa separar", "distinguir distingue", "portugués portugueses", "préstamo préstamos",
			"repitió repetir", "sugirió sugerir", "requirió requerir", "alemán alemana alemanes",
		},
		"pt": {
			"ligação ligações ligacao", "impressão impressões", "animal animais", "papel papéis", "fácil fáceis", "possível possíveis",
			"português portuguesa portugueses", "usar usado usou", "abrir abriu", "mover movimento", "grave gravemente", "imagem imagens", "alemão alemães",
		},
		"en": {"city cities", "printer printers"},
	} {
		for _, group := range groups {
			for _, typed := range strings.Fields(group) {
				for _, written := range strings.Fields(group) {
					if got, want := search.Snippet(written, typed, lang, 80), string(search.HitStart)+written+string(search.HitEnd); got != want {
						t.Errorf("%s: %s is not marked where %s is typed", lang, written, typed)
					}
				}
			}
		}
	}
}

// Words that only begin alike, or sound so after an ending is gone, are not taken
// for each other.
func TestOtherWordsStandApart(t *testing.T) {
	for lang, pairs := range map[string][]string{
		"es": {"comer como", "más masa", "ser serie", "correos corren", "copias copa", "caso casa", "décadas dice", "súper supo", "vídeo vida", "verdad verde", "Madrid madre", "red redactar", "solo suelo", "cola cuelo", "fuego foco", "pie pez", "interno internacional", "óptimos optar", "unidad unidos", "cimiento cero", "nación nacer"},
		"pt": {"mal mas", "sol solução"},
	} {
		for _, pair := range pairs {
			a, b, _ := strings.Cut(pair, " ")
			if got := search.Snippet(a, b, lang, 80); got != a {
				t.Errorf("%s: %s is marked where %s is typed", lang, a, b)
			}
		}
	}
}

// The index over tickets holds stems; both numbers of a noun are looked up.
func TestTicketsAreLookedUpInBothNumbers(t *testing.T) {
	for lang, groups := range map[string][]string{
		"es": {"ciudad ciudades", "unidad unidades", "lugar lugares", "mujer mujeres", "imagen imágenes", "correo correos", "copia copias", "caso casos", "serie series", // nor other words'
			"año años", "día días", "isla islas"},
		"pt": {"ligação ligações", "animal animais", "imagem imagens"},
	} {
		for _, group := range groups {
			for _, typed := range strings.Fields(group) {
				for _, written := range strings.Fields(group) {
					if stem := search.IndexText(written, lang); !strings.Contains(search.Match(typed), `"`+stem+`"`) {
						t.Errorf("%s: %s is looked up as %s, %s is indexed as %s", lang, typed, search.Match(typed), written, stem)
					}
				}
			}
		}
	}
}

// Two words of a question stand together in an article whatever common words are
// between them, and what asks in a question does not ask in an answer.
func TestCommonWordsDoNotMisleadSpanishQuestions(t *testing.T) {
	for query, want := range map[string]string{
		"batalla ciudad nueva": "La batalla de la ciudad fue larga, y la iglesia es nueva desde entonces. Nadie cuenta ya nada.",
		"¿Dónde está y cómo y cuándo abre la oficina de objetos perdidos?": "La oficina abre los lunes a las ocho y está junto a la estación.",
	} {
		l := search.New()
		l.Put(search.Doc{ID: "right", Body: want, Lang: "es"})
		for id, text := range map[data.ID]string{
			"a-apart": "La ciudad fue larga, y la iglesia es nueva desde la batalla de entonces. Nadie cuenta ya nada.",
			"b-asks":  "La oficina es donde, cuando y como quien más o menos está en la estación.",
			"c-other": "El perro no come si no está su dueño.",
		} {
			l.Put(search.Doc{ID: id, Body: text, Lang: "es"})
		}
		if hits := l.Search(query, 3); len(hits) == 0 || hits[0].ID != "right" {
			t.Errorf("%q found %v", query, hits)
		}
	}
}
