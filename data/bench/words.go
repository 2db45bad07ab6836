package bench

import (
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"unicode/utf8"
)

// vocabulary is a language's words in order of frequency, drawn as people use
// them: the n-th most frequent word with a weight of 1/(n+2.7)^1.2 (Zipf and
// Mandelbrot), so that a few words are everywhere and most are rare.
type vocabulary struct {
	words  []string
	summed []float64
}

// vocabularySize is how many words a language has here: what a hundred thousand
// tickets of a real desk use, names and numbers aside.
const vocabularySize = 20_000

func newVocabulary(common, content, beginnings, endings string) *vocabulary {
	v := &vocabulary{words: append(strings.Fields(common), strings.Fields(content)...)}
	known := make(map[string]bool, vocabularySize)
	for _, w := range v.words {
		known[w] = true
	}
	// The rare rest is compounded, in an order of its own that does not change.
	shuffled := rand.New(rand.NewPCG(7, uint64(len(content))))
	first, middle, last := strings.Fields(beginnings), strings.Fields(content), strings.Fields(endings)
	for len(v.words) < vocabularySize {
		w := middle[shuffled.IntN(len(middle))]
		w = w[:min(len(w), 4+shuffled.IntN(3))] + last[shuffled.IntN(len(last))]
		if shuffled.IntN(2) == 0 {
			w = first[shuffled.IntN(len(first))] + w
		}
		w = strings.ToValidUTF8(w, "")
		if !known[w] {
			known[w] = true
			v.words = append(v.words, w)
		}
	}
	v.summed = make([]float64, len(v.words))
	total := 0.0
	for i := range v.words {
		total += math.Pow(float64(i)+2.7, -1.2)
		v.summed[i] = total
	}
	return v
}

// draw gives a word.
func (v *vocabulary) draw(r *rand.Rand) string {
	at := sort.SearchFloat64s(v.summed, r.Float64()*v.summed[len(v.summed)-1])
	return v.words[min(at, len(v.words)-1)]
}

// write adds about n words in sentences to a text.
func (v *vocabulary) write(b *strings.Builder, r *rand.Rand, n int) {
	n = max(3, int(math.Round(float64(n)*(0.5+r.Float64()))))
	for left := n; left > 0; {
		length := min(left, 6+r.IntN(12))
		left -= length
		for i := range length {
			w := v.draw(r)
			if i == 0 {
				if b.Len() > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(capital(w))
				continue
			}
			b.WriteByte(' ')
			b.WriteString(w)
		}
		b.WriteByte('.')
	}
}

func capital(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return strings.ToUpper(w[:n]) + w[n:]
}

// tongue is what a desk says in one language.
type tongue struct {
	lang       string
	words      *vocabulary
	devices    []string
	troubles   []string
	places     []string
	questions  []string // of articles, about a device
	categories []string
	tags       []string
	files      []string
}

func list(s string) []string { return strings.Split(s, "|") }

func newTongues() [2]*tongue {
	return [2]*tongue{english(), spanish()}
}

func english() *tongue {
	return &tongue{
		lang: "en",
		words: newVocabulary(
			`the to and a of in it is on i that for was you with not this have be at but we from are they as can or my an if has been when what
			so there would do all he no will after she which by had up about out their them then now one her me were only how more his who did some`,
			`error printer network password screen user server update computer email account file connection version restart windows office login
			driver cable laptop phone drive access message open call service support issue works problem start install setting folder monitor page
			print backup data document button keyboard mouse window browser system program firewall router switch port address change reset locked
			customer caller shows again since morning yesterday tested replaced checked cleared queue spooler offline slow cannot tray paper toner
			scanner certificate expired licence mailbox calendar meeting share sync cloud storage disk full memory battery charger dock adapter
			display resolution flicker noise fan heat power outage cable wireless signal weak coverage guest profile domain policy group member
			permission denied token code authenticator mobile tablet headset camera microphone speaker audio video conference room projector
			remote session tunnel gateway proxy timeout packet loss latency ping trace log event service process crash freeze hang dump restore
			deleted recovered version history attachment quota spam filter rule forward signature font template macro formula spreadsheet report
			invoice order stock warehouse label barcode reader till receipt card terminal payment database query record field duplicate import
			export interface plugin extension update patch rollback release build branch ticket escalated vendor warranty repair spare part
			delivery courier loan return asset inventory serial model firmware board fuse hinge lid key cap stuck sticky dirty clean wiped
			virus quarantine scan threat phishing link suspicious reported blocked allowed list exception training guide manual article step
			appointment visit site floor desk office building reception kitchen door badge turnstile alarm sensor heating light socket plug
			contract supplier colleague manager accounting sales marketing legal human resources workshop laboratory store branch region`,
			`re un over under inter multi pre sub micro auto`,
			`ing ed er ers ation ment able ly s ness ity ive al ure ance ize ized izing`),
		devices: list("Printer|Laptop|Scanner|Mail|Phone|VPN|Screen|Dock|Wireless network|Shared drive|Headset|Browser|Calendar|Label printer|Card terminal|Webcam|Badge reader|Backup|Accounting program|Stock program|Tablet|Keyboard|Till|Projector"),
		troubles: list("says offline|will not start|is very slow|asks for the password again and again|prints blank pages|loses the connection|shows a blue screen|does not sync|freezes after login|reports that the disk is full|makes a loud noise|" +
			"cannot be found on the network|refuses to update|flickers|shows the wrong time|does not charge|says access denied|keeps restarting|has no sound|opens the wrong file"),
		places: list("since the update|in accounting|on the second floor|in the meeting room|after the power cut|at the warehouse|since this morning|for all colleagues|when working from home|at reception|in the workshop|after the move|on one account only|every Monday|before the audit"),
		questions: list("How do I connect the %s?|Why does the %s stop working?|How do I reset the %s?|What to check when the %s is slow|How do I replace the %s?|How do I ask for a new %s?|" +
			"The %s shows an error: what now?|How do I update the %s?|Who may use the %s?|How do I set up the %s at home?"),
		categories: list("Hardware|Network|Mail|Accounts|Printing|Software|Telephony|Security"),
		tags:       list("vip|recurring|onsite|warranty|remote|training|outage|new starter"),
		files:      list("screenshot.png|error log.txt|photo.jpg|configuration.txt|invoice.pdf|event viewer.txt"),
	}
}

func spanish() *tongue {
	return &tongue{
		lang: "es",
		words: newVocabulary(
			`de la que el en y a los no se un por con una su para es al lo del las me le ha como más pero sin ya está si porque muy cuando sobre
			también hay todo desde nos hasta donde otra esta este son ser fue tiene ni dos después antes uno sí qué cómo solo aunque`,
			`error impresora red contraseña pantalla usuario servidor actualización ordenador correo cuenta archivo conexión versión reiniciar
			equipo oficina sesión controlador cable portátil teléfono unidad acceso mensaje abrir llamada servicio soporte incidencia funciona
			problema iniciar instalar configuración carpeta monitor página imprimir copia datos documento botón teclado ratón ventana navegador
			sistema programa cortafuegos enrutador conmutador puerto dirección cambio restablecer bloqueada cliente muestra mañana ayer probado
			sustituido comprobado cola bandeja papel tóner escáner certificado caducado licencia buzón calendario reunión compartida
			sincronización nube almacenamiento disco lleno memoria batería cargador base adaptador resolución parpadea ruido ventilador calor
			corriente apagón inalámbrica señal débil cobertura invitado perfil dominio directiva grupo miembro permiso denegado código
			autenticación móvil tableta auriculares cámara micrófono altavoz sonido vídeo conferencia sala proyector remoto túnel pasarela
			espera paquetes pérdida latencia registro suceso proceso cierra congela cuelga restaurar borrado recuperado historial adjunto cuota
			filtro regla reenvío firma fuente plantilla fórmula hoja informe factura pedido existencias almacén etiqueta lector caja recibo
			tarjeta terminal pago consulta campo duplicado importar exportar interfaz complemento extensión parche escalada proveedor garantía
			reparación repuesto entrega mensajería préstamo devolución activo inventario serie modelo placa fusible bisagra tapa tecla atascada
			sucia limpia virus cuarentena análisis amenaza fraude enlace sospechoso avisado permitido excepción formación guía manual artículo
			paso cita visita sede planta puesto edificio recepción cocina puerta tarjeta torno alarma sensor calefacción luz enchufe contrato
			compañera responsable contabilidad ventas taller laboratorio tienda delegación región jueves lunes actualizar revisar avisar cerrar`,
			`re des in sub inter multi pre auto micro super`,
			`ando ado ada ados ción ciones mente dor dora able ar ir ista ería ura anza idad oso osa`),
		devices: list("La impresora|El portátil|El escáner|El correo|El teléfono|La VPN|La pantalla|La base|La red inalámbrica|La unidad compartida|El navegador|El calendario|La impresora de etiquetas|El datáfono|La cámara|El lector de tarjetas|La copia de seguridad|El programa de contabilidad|El programa de almacén|La tableta|El teclado|La caja|El proyector"),
		troubles: list("no imprime|no arranca|va muy lenta|pide la contraseña una y otra vez|saca páginas en blanco|pierde la conexión|muestra un error|no sincroniza|se congela al iniciar sesión|dice que el disco está lleno|hace mucho ruido|" +
			"no aparece en la red|no se actualiza|parpadea|marca mal la hora|no carga|dice acceso denegado|se reinicia sin parar|no tiene sonido|abre otro archivo"),
		places: list("desde la actualización|en contabilidad|en la segunda planta|en la sala de reuniones|tras el apagón|en el almacén|desde esta mañana|para todos|al teletrabajar|en recepción|en el taller|tras la mudanza|solo en una cuenta|cada lunes|antes de la auditoría"),
		questions: list("¿Cómo conecto %s?|¿Por qué deja de funcionar %s?|¿Cómo restablezco %s?|Qué mirar cuando %s va lento|¿Cómo se sustituye %s?|¿Cómo pido otro para %s?|" +
			"Aparece un error en %s: ¿qué hago?|¿Cómo actualizo %s?|¿Quién puede usar %s?|¿Cómo configuro %s en casa?"),
		categories: list("Hardware|Red|Correo|Cuentas|Impresión|Software|Telefonía|Seguridad"),
		tags:       list("vip|recurrente|presencial|garantía|remoto|formación|avería|alta nueva"),
		files:      list("captura.png|registro de errores.txt|foto.jpg|configuración.txt|factura.pdf|visor de sucesos.txt"),
	}
}

// Names of people and houses.
var (
	givenNames = strings.Fields(`Ana Luis María José Carmen Antonio Lucía Javier Elena Manuel Laura Pablo Marta Diego Nuria Sergio Paula Raúl Inés Óscar
		James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Susan Richard Jessica Thomas Sarah Daniel Karen Priya Wei
		Fatima Omar Aisha Yusuf Olga Ivan Zoë Jürgen Chloé Mateo Valentina Tomás Irene Rubén Noelia Hugo Alba Iker Ainhoa Jordi`)
	surnames = strings.Fields(`García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez
		Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Núñez Ibáñez Peña Cabrera Fuentes Soler Vidal
		Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson
		Clarke Hughes Edwards Turner Cooper Morris Ward Bailey Murphy Kelly O'Brien Müller Schmidt Dubois Rossi Silva Costa Novák Kowalski Nguyen`)
	houses = strings.Fields(`Talleres Norte Aurora Delta Iberia Harbour Meridian Almazara Cantábrico Summit Atlas Levante Orchard Beacon Montaña Ribera Castle
		Quarry Marina Granada Foundry Lumière Nordic Pacífico Willow Cedar Sierra Horizon Puerto Molino`)
	houseKinds = list("S.L.|S.A.|Ltd|Clinic|Logística|Foods|Seguros|Textiles|Marine|Print|Hotel|School")
	streets    = list("Calle Mayor|Avenida del Puerto|Paseo de Gracia|Calle Alcalá|Gran Vía|High Street|Station Road|Mill Lane|Church Street|Harbour Road")
	operators  = strings.Fields(`ana luis marta diego sofia pedro nuria raul elena tom grace omar ines jorge`)
)
