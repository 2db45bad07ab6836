package search

import "strings"

// synonyms gives the words that mean the same as a query's word, or as it and
// the next together.
func (sh *shelf) synonyms(a asked) []string {
	if len(sh.same) == 0 {
		return nil
	}
	stem := Stem(a.text, sh.lang)
	same := sh.same[stem]
	if a.after != "" {
		same = append(same[:len(same):len(same)], sh.same[stem+" "+Stem(a.after, sh.lang)]...)
	}
	return same
}

// stemSynonyms makes a shelf's synonyms of those of its language and the desk's
// own: stems of each word or phrase to the words of the others in its group.
func stemSynonyms(lang string, own [][]string) map[string][]string {
	same := map[string][]string{}
	add := func(group []string) {
		for i, from := range group {
			key := stemPhrase(from, lang)
			for j, to := range group {
				if i != j && stemPhrase(to, lang) != key {
					for _, w := range Words(to) {
						if !Common(w.Text, lang) {
							same[key] = append(same[key], w.Text)
						}
					}
				}
			}
		}
	}
	for _, line := range strings.Split(synonyms[lang], "\n") {
		group := strings.Split(line, ",")
		add(group)
	}
	for _, group := range own {
		add(group)
	}
	delete(same, "")
	return same
}

// stemPhrase is a phrase's words stemmed, with a space between them.
func stemPhrase(phrase, lang string) string {
	var stems []string
	for _, w := range Words(phrase) {
		stems = append(stems, Stem(w.Text, lang))
	}
	return strings.Join(stems, " ")
}

// synonyms are words a caller and an article use for the same thing, by
// language: everyday and desk words only, a group a line. They count little
// (synonymShare), so that a near miss does no harm; a desk adds its own.
var synonyms = map[string]string{
	"en": `log in,login,sign in,log on
log out,logout,sign out,log off
sign up,register,enroll
set up,setup,configure
password,passcode,passphrase
delete,remove,erase
undelete,restore,recover
buy,purchase
price,cost,fee,charge
refund,reimburse,money back
pay,payment
bill,invoice
cancel,stop,terminate,abort
change,modify,edit,alter
update,upgrade
create,make,add
begin,start,launch
finish,end,quit
show,display,view
hide,conceal
fix,repair,solve,resolve
find,locate,search,look for
allow,permit,enable,turn on
forbid,prevent,disable,turn off,deactivate
block,ban
copy,duplicate,clone
join,merge,combine
split,divide,separate
choose,select,pick
rename,change name
sort,order by,arrange
convert,transform,change format
connect,attach,link
disconnect,unplug,detach
save,store
backup,back up
download,export
upload,import
share,publish
print,printout
scan,scanner
send,transfer
get,receive,obtain
arrive,come,delivery
ship,deliver,delivery,shipping
wait,pending,delay
reject,decline,deny,refuse
check,verify,confirm,validate
lost,missing,misplaced
lost,stolen
broken,damaged,defective
crash,freeze,hang
slow,sluggish
fast,quick,rapid
error,fault,bug,failure
problem,issue,trouble
wrong,incorrect
blank,empty
large,big,huge
small,tiny
limit,maximum
photo,picture,image
film,movie,video
sound,audio,volume
hear,listen
screen,monitor,display
laptop,notebook
computer,pc
cellphone,mobile,smartphone,phone
telephone,phone
email,mail,e-mail
message,text
folder,directory
file,document
spreadsheet,sheet,workbook
website,site,web page
internet,online,web
link,hyperlink,url
wireless,wi-fi,wlan
router,modem
usb stick,flash drive,pendrive
app,application,program,software
company,business,firm
customer,client
staff,employee,worker
boss,manager,supervisor
holiday,vacation
appointment,meeting
job,work
shop,store
money,cash,funds
abroad,overseas,foreign
country,nation
help,assist,support
ask,request
require,need
free,gratis
automatically,automatic
permanently,forever
temporarily,temporary
old,previous,former
two-factor,two-step,2fa,mfa
spam,junk
trash,recycle bin
shortcut,hotkey
font,typeface
license,licence
warranty,guarantee`,
	"es": `iniciar sesión,entrar,acceder,login,loguearse
cerrar sesión,salir,desconectarse,logout
registrarse,darse de alta,alta
darse de baja,baja
contraseña,clave,password
borrar,eliminar,suprimir,quitar
restaurar,recuperar
restablecer,resetear,reiniciar contraseña
reiniciar,rearrancar
comprar,adquirir
precio,coste,costo,tarifa,importe
reembolso,devolución
pagar,pago,abonar
factura,recibo
cancelar,anular
cambiar,modificar,editar
actualizar,actualización
crear,hacer,añadir,agregar
iniciar,empezar,comenzar,arrancar
encender,arrancar
terminar,acabar,finalizar
mostrar,ver,visualizar
ocultar,esconder
arreglar,reparar,solucionar,resolver
encontrar,buscar,localizar
permitir,habilitar,activar
impedir,desactivar,deshabilitar
bloquear,bloqueo
copiar,duplicar
unir,fusionar,combinar
dividir,separar
elegir,seleccionar,escoger
conectar,enlazar,vincular
guardar,grabar,salvar
copia de seguridad,respaldo,backup
descargar,bajar
subir,cargar
compartir,publicar
imprimir,impresión
escanear,digitalizar
enviar,mandar,remitir
recibir,obtener
llegar,entrega
envío,entrega,reparto
esperar,pendiente,demora,retraso
rechazar,denegar
comprobar,verificar,confirmar,revisar
perdido,extraviado
perdido,robado
roto,dañado,estropeado,averiado,defectuoso
colgarse,bloquearse,congelarse
lento,lentitud
rápido,veloz
error,fallo,falla,avería
problema,incidencia,inconveniente
incorrecto,equivocado,erróneo
límite,máximo
foto,fotografía,imagen
película,vídeo
sonido,audio,volumen
oír,escuchar
pantalla,monitor
portátil,laptop
ordenador,computadora,computador,pc,equipo
móvil,celular,teléfono
ratón,mouse
teclado,tecla
correo,email,e-mail,correo electrónico
mensaje,texto
carpeta,directorio
archivo,fichero,documento
hoja de cálculo,excel
página web,sitio web,web
internet,en línea,online
enlace,vínculo,url
inalámbrico,wifi,wi-fi
rúter,router,módem
memoria usb,pendrive
aplicación,programa,app,software
empresa,compañía
cliente,usuario
empleado,trabajador
jefe,responsable,supervisor
vacaciones,permiso
cita,reunión
trabajo,empleo
tienda,comercio
dinero,efectivo,fondos
extranjero,exterior
país,nación
ayuda,asistencia,soporte
pedir,solicitar
necesitar,requerir
gratis,gratuito
automáticamente,automático
anterior,antiguo,previo
correo no deseado,spam
papelera,basura
atajo,acceso directo
licencia,suscripción
garantía,cobertura`,
	"de": `anmelden,einloggen,login,anmeldung
abmelden,ausloggen,logout
registrieren,konto anlegen
kennwort,passwort,pin
einrichten,konfigurieren,installieren
löschen,entfernen
wiederherstellen,zurückholen
zurücksetzen,reset
neu starten,neustart,hochfahren,booten
bezahlen,zahlen,zahlung,überweisen
rechnung,faktura,beleg
erstattung,rückzahlung,gutschrift
abbrechen,stornieren,kündigen
ändern,bearbeiten,anpassen
aktualisieren,update,aktualisierung
anlegen,erstellen,hinzufügen
beginnen,starten,anfangen
einschalten,anschalten,anmachen
ausschalten,abschalten,herunterfahren
beenden,schließen
anzeigen,zeigen,darstellen
ausblenden,verbergen
reparieren,beheben,lösen
finden,suchen
erlauben,zulassen,freigeben,aktivieren
verbieten,deaktivieren
sperren,blockieren,gesperrt
kopieren,duplizieren
zusammenführen,verbinden,vereinen
trennen,teilen
auswählen,wählen
speichern,sichern,ablegen
sicherung,backup,datensicherung
herunterladen,download
hochladen,upload
teilen,freigabe
drucken,ausdrucken,ausdruck
drucker,kopierer,multifunktionsgerät
scannen,einscannen,scanner
papierstau,stau
toner,kartusche,tinte
senden,schicken,verschicken,versenden
bekommen,erhalten,empfangen
ankommen,zustellung,lieferung
warten,wartet,verzögerung
ablehnen,verweigern
prüfen,kontrollieren,überprüfen
verloren,vermisst
verloren,gestohlen
kaputt,defekt,beschädigt
hängt,eingefroren,abgestürzt,aufgehängt
absturz,bluescreen
langsam,träge,ruckelt
schnell,flott
fehler,störung,defekt
problem,störung,schwierigkeit
falsch,verkehrt,fehlerhaft
grenze,limit,maximum
foto,bild,aufnahme
film,video
ton,audio,lautstärke
mikrofon,headset
hören,verstehen
bildschirm,monitor,display
laptop,notebook
computer,rechner,pc,arbeitsplatz
handy,mobiltelefon,smartphone
telefon,apparat
mailbox,anrufbeantworter
umleiten,weiterleiten,rufumleitung
maus,touchpad
e-mail,mail,nachricht
postfach,mailkonto
anhang,beilage
ordner,verzeichnis
datei,dokument
tabelle,excel
webseite,website,homepage,seite
internet,netz,online
link,verknüpfung,url
wlan,wi-fi,wifi,funknetz
router,modem
netzlaufwerk,laufwerk,freigabe
usb-stick,speicherstick
festplatte,datenträger,ssd
programm,anwendung,app,software
firma,unternehmen,betrieb
kunde,anwender,benutzer,nutzer
mitarbeiter,angestellter,kollege
chef,vorgesetzter,führungskraft
urlaub,abwesenheit
besprechung,termin,meeting
zugriff,berechtigung,zugang,recht
hilfe,unterstützung,support
anfordern,beantragen
brauchen,benötigen
kostenlos,gratis
früher,alt,vorherig
zwei-faktor,2fa,mfa,authenticator
spam,junk,werbung
phishing,betrug
papierkorb,gelöschte elemente
tastenkürzel,tastenkombination
lizenz,abo
garantie,gewährleistung`,
	"pt": `fazer login,entrar,acessar,login,logar
sair,desconectar,logout
cadastrar,registrar,inscrever
senha,palavra-passe,password
apagar,excluir,deletar,remover,eliminar
restaurar,recuperar
redefinir,resetar,reinicializar senha
reiniciar,rebootar
comprar,adquirir
preço,custo,tarifa,valor
reembolso,devolução,estorno
pagar,pagamento,quitar
fatura,boleto,nota fiscal,recibo
cancelar,anular
alterar,mudar,modificar,editar
atualizar,atualização
criar,fazer,adicionar,incluir
iniciar,começar,abrir
ligar,acender
terminar,acabar,encerrar,finalizar
mostrar,ver,exibir,visualizar
ocultar,esconder
consertar,arrumar,reparar,solucionar,resolver
encontrar,achar,buscar,procurar,localizar
permitir,habilitar,ativar
impedir,desativar,desabilitar
bloquear,bloqueio
travar,congelar
copiar,duplicar
juntar,mesclar,unir,combinar
dividir,separar
escolher,selecionar
conectar,ligar,vincular
desconectar,desligar
salvar,gravar,guardar
backup,cópia de segurança
baixar,download,descarregar
enviar,subir,carregar,upload
compartilhar,partilhar,publicar
imprimir,impressão
digitalizar,escanear,scanner
enviar,mandar,remeter
receber,obter
chegar,entrega
esperar,aguardar,pendente,demora,atraso
recusar,rejeitar,negar
conferir,verificar,confirmar,checar
perdido,extraviado
perdido,roubado,furtado
quebrado,danificado,estragado,com defeito
lento,devagar,lentidão
rápido,veloz
erro,falha,defeito,bug
problema,incidente,inconveniente
errado,incorreto
vazio,em branco
limite,máximo
foto,fotografia,imagem
filme,vídeo
som,áudio,volume
ouvir,escutar
tela,monitor,visor,ecrã
notebook,laptop,portátil
computador,pc,máquina,equipamento
celular,smartphone,telemóvel,telefone
mouse,rato
teclado,tecla
e-mail,email,correio eletrônico
mensagem,texto
pasta,diretório
arquivo,ficheiro,documento
planilha,excel
site,página
internet,online,web
link,url,vínculo
wi-fi,wifi,sem fio,wireless
roteador,router,modem
pendrive,memória usb
aplicativo,programa,app,software,sistema
empresa,companhia,firma
cliente,usuário,utilizador
funcionário,empregado,colaborador
chefe,gestor,gerente,supervisor
férias,folga
consulta,reunião,compromisso
trabalho,emprego
loja,comércio
dinheiro,numerário
exterior,estrangeiro
ajuda,suporte,atendimento,assistência
pedir,solicitar
precisar,necessitar
grátis,gratuito
automaticamente,automático
anterior,antigo
lixo eletrônico,spam
lixeira,reciclagem
atalho,acesso rápido
licença,assinatura
garantia,cobertura`,
	"fr": `se connecter,ouvrir une session,s'identifier,login
se déconnecter,fermer la session
s'inscrire,créer un compte
mot de passe,mdp,code secret
installer,configurer,paramétrer
supprimer,effacer,enlever
restaurer,récupérer,rétablir
payer,paiement,règlement
annuler,arrêter,interrompre
changer,modifier,éditer
mettre à jour,mise à jour,actualiser
commencer,démarrer,lancer,allumer
finir,terminer,fermer,quitter
afficher,montrer,voir
réparer,dépanner,résoudre,corriger
trouver,chercher,rechercher
autoriser,permettre,activer
interdire,bloquer,désactiver
bloqué,figé,gelé,planté
copier,dupliquer
joindre,attacher
brancher,connecter,relier
débrancher,déconnecter
enregistrer,sauver
sauvegarde,copie de sécurité,backup
télécharger,rapatrier
partager,partage
imprimer,impression,tirage
imprimante,copieur,multifonction
numériser,scanner,scan
bourrage,papier coincé
toner,cartouche,encre
envoyer,expédier,transmettre
recevoir,arriver
attendre,attente,retard
refuser,rejeter
vérifier,contrôler
perdu,égaré,introuvable
volé,perdu
cassé,abîmé,défectueux,en panne
lent,lenteur,rame
erreur,panne,défaut,bug,dysfonctionnement
problème,souci,incident
vide,blanc
plein,saturé
limite,maximum,quota
photo,image
film,vidéo
son,audio,volume
micro,microphone,casque
entendre,écouter
écran,moniteur,affichage
portable,ordinateur portable,laptop
ordinateur,pc,poste,machine
téléphone,portable,mobile,smartphone
mail,email,e-mail,courriel,messagerie
boîte mail,boîte aux lettres,bal
pièce jointe,fichier joint
message,texto,sms
dossier,répertoire
fichier,document
tableur,excel,classeur
site,page web
internet,web,connexion
lien,url
wi-fi,wifi,sans fil
routeur,box,modem
lecteur réseau,partage réseau
clé usb,pendrive
logiciel,application,appli,programme
entreprise,société,firme
client,utilisateur
salarié,employé,collaborateur
responsable,chef,manager
congés,vacances,absence
réunion,rendez-vous,visio
droit,autorisation,accès,permission
aide,assistance,support
demander,demande
gratuit,offert
indésirable,spam,pourriel
hameçonnage,phishing,arnaque,fraude
corbeille,poubelle
raccourci,icône
licence,abonnement
garantie,couverture`,
}
