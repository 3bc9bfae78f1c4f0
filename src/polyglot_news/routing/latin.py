"""What tells the languages of the Latin script apart: alphabets and common words.

Written from the grammars of the languages, not counted from a corpus. A word is listed for every language it is common in.
`ru-Latn` is Russian in Latin letters; there the endings tell most.
"""

EXTRA_LETTERS = {
    "en": "",
    "de": "äöüß",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "it": "àèéìîòù",
    "pt": "áâãàçéêíóôõú",
    "nl": "éëïóöü",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sr-Latn": "čćđšž",
    "hr": "čćđšž",
    "ro": "ăâîșțşţ",
    "tr": "âçğıîöşüû",
    "az": "əçğıöşü",
    "fi": "äö",
    "et": "äõöüšž",
    "sv": "åäö",
    "no": "åæø",
    "da": "åæø",
    "hu": "áéíóöőúüű",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "sq": "çë",
    "ca": "àçéèíïóòúü",
    "id": "",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "la": "",
    "ru-Latn": "",
}
"""The letters beyond a to z that each language's own words have."""

WORDS = {
    "en": """
a about above according after again against all almost also always am among an and another any are around as at away back be
because been before being below best better between biggest both but by call called came can cannot can't chief could day days
did didn't do does doesn't don't down during each early end even ever every few first for former from full general get go good
got had has have he hello help her here his how however i i'm if in into is isn't it it's its just know last late latest
leader leaders less like little live long look made major make man many may me men might million minister more morning most mr
mrs must my near never new news next night no not nothing now of off officials on once one only or original other our out over
own part people please police president read report reported reports right said same say says see several she should show
since so some source state still story such take than thank thanks that that's the their them then there these they this those
three through time to today together told tomorrow too top two under until up us use very video war was watch way we week
welcome well went were what when where which while who whole why will with without women won't work world would year years yes
yesterday yet you your article articles archive breaking home contact search share subscribe follow comment comments photo
photos editor editorial opinion sport sports business weather health science technology updated published continue reading
click menu login sign world's country government military killed army forces attack attacks strike strikes drone drones
missile missiles talks peace ukraine ukrainian russia russian russia's moscow kremlin west western britain british germany
france united states related advertisement sponsored privacy policy terms rights reserved press release table contents chapter
page image caption land car plus son pays grand sea sin sale favor come due per bent ten net let pole need bet bus rat bare
mere god dog sense drug care euros non un eu uk usa nato tag hat gift kind fast rock dollars billion percent city south north
east him map maps met meet meets meeting won wins win lost loses beat beats held left sent took gave paid sold shot died fled
hit fell
snubs slams vows mulls ousts touts nixes lauds inks quits axes hails jails rebuffs scolds berates lambasts
resigns quits denies insists admits agrees rejects accuses blames condemns promises confirms refuses announces speaks
oblast oblasts visits visited arrives arrived warns warned signs signed urges urged asks asked calls tells backs wants meant
""",
    "de": """
bundesregierung bundestag aber alle allem allen aller als also am an auch auf aus bei beim bin bis bist da damit dann das dass
dein dem den denn der des dich die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines
er erst es etwas euch für ganz gegen gibt gut guten gute haben hat hatte hier ich ihm ihn ihr ihre ihren im immer in ins ist
ja jahr jahre jahren jetzt kann kein keine können könnte man mehr mein mich mir mit morgen muss nach neue neuen nicht nichts
noch nun nur ob oder ohne schon sehr sein seine seinen seiner seit sich sie sind so soll sollen sondern über um und uns unser
unter vom von vor war waren was weil wenn wer werden wie wieder will wir wird wurde wurden zu zum zur zwei zwischen sagte sagt
heute gestern abend tag nacht danke bitte hallo wiedersehen bundeskanzler regierung präsident minister krieg polizei menschen
frau frauen mann kinder stadt land welt deutschland deutsche deutschen russland ukraine uhr prozent laut nachrichten lesen
straße leben zeit woche haus tschüss entschuldigung frohe herzlich willkommen vielen dank
""",
    "fr": """
a afin ai ainsi alors après au aussi autre autres aux avait avant avec avez avoir avons bien bonjour bonsoir car ce cela ces
cet cette ceux chez comme comment contre dans de depuis des deux dit doit donc du elle elles en encore entre est et été être
eu eux fait faire faut fois font grand guerre homme hommes hui aujourd'hui ici il ils jamais je jour jours jusqu l la le les
leur leurs lors lui mais matin me merci mes même moi moins mon monde ne non nos notre nous nouveau nouvelle on ont ou où oui
par parce parmi pas pays pendant peu peut plus pour pourquoi pouvoir premier première près président puis quand que quel
quelle qui quoi rien s sa sans se selon sera ses si soir son sont sous sur ta tes toi ton toujours tous tout toute toutes très
trois trop tu un une vers ville vie vient vos votre vous voir y ministre gouvernement police femme femmes enfants ans année
années hier demain s'il plaît salut d'un d'une qu'il qu'elle n'est c'est l'on n'a qu'ils n'ont d'être loi millions euros
attaque
""",
    "es": """
noticias últimas a al algo algunos ante antes aquí así aunque ayer año años bajo bien buena buenas bueno buenos cada casi como
cómo con contra cual cuando cuatro de del desde después día días dice dijo donde dos durante e el él ella ellos en entre era
es esa ese eso esta está están estas este esto estos fue fueron gobierno gracias gran guerra ha había habla hablar hace hacer
hacia han hasta hay hola hombre hoy joven la las le les lo los luego mañana más me mejor menos mi mientras mismo mucho muchos
muerte mujer mujeres mundo muy nada ni niños no noche nos nosotros nueva nuevo nunca o otra otro otros país para parte pero
personas poco policía por porque presidente primer primera pueblo puede pueden que qué quien quién se sea según ser si sí sido
siempre sin sobre solo sólo son su sus también tan tanto te tiempo tiene tienen toda todas todo todos trabajo tras tres tu un
una uno unos usted vez vida y ya yo ministro ciudad millones favor tarde tardes ataque semana ley estados unidos habrá será
""",
    "it": """
vola incontra arriva parla firma attacca lascia vince perde chiede annuncia
a agli ai al alla alle allo anche ancora anni anno avere aveva ben bene buongiorno buona buonasera c'è che chi ci ciao città
come con contro cosa così cui da dagli dai dal dalla dalle de degli dei del dell della delle dello di dopo dove dovrebbe due e
è ecco ed era erano essere fa fare fino fra fu già giorni giorno giovane gli governo grande grazie guerra ha hanno ho i ieri
il in io italia l la le lei lo loro lui ma mai meglio meno mentre mi mila milioni ministro mio molto mondo morte ne negli nei
nel nella nelle nello nessuno niente noi non nostra nostro notizie nuova nuovo o oggi ogni ora paese per perché però persone
più poco poi polizia possono prego presidente presso prima primo può qual quale quando quanto quella quelle quello questa
queste questo qui sarà se secondo sei sempre senza si sì sia siamo sindaco solo sono sta stato stata stati su sua sue sugli
sui sul sulla suo suoi tempo tra tre troppo tutta tutte tutti tutto un un' una uno uomo va vita vittime volta donna donne
bambini dall nell sull all l'ha dell' domani mattina sera notte settimana legge lavoro attacco dice detto
""",
    "pt": """
a à ainda ano anos ante antes ao aos apenas após aqui as às até bem boa bom bom-dia cada cidade com como contra da das de
depois desde deve dia dias disse do dois dos durante e é ela ele eles em então entre era essa esse esta está estão este eu
fazer foi foram gente governo grande guerra há hoje homem isso isto já lei lhe maior mais mas me melhor menos mesmo meu
milhões ministro minha muito muitos mulher mulheres mundo na nas não nem no noite nos nós nossa nosso nova novo num numa o
obrigado obrigada olá onde ontem os ou outra outro outros país para parte pela pelo pelos pessoas pode podem polícia por
porque presidente primeira primeiro quando quanto que quem são se segundo sem sempre ser será seu seus sim sobre sua suas
também tem têm tempo ter teve tinha toda todo todos três tudo um uma vai vez vida você vocês amanhã manhã tarde trabalho
""",
    "nl": """
aan al alle alleen als altijd andere bij ben bent beter daar dag dan dank dat de deze die dit doen door dus een eens en er
gaan gaat geen geweest goed goede goedemorgen had hadden haar hallo hebben heeft heel hem het hier hij hoe hun ik in is ja
jaar jij kan kinderen komen komt kunnen land maar maken man me meer mensen mijn miljoen minister moet moeten morgen na
naar net niet niets nieuwe nog nu of om onder ons onze ook oorlog op over politie president regering sinds stad te tegen ten
tijd tijdens toch toen tot twee uit uur u vaak van vandaag veel vervolgens volgens voor vrouw vrouwen waar wanneer waren was
wat we week weer wel wereld werd werden wie wij wil worden wordt ze zegt zei zeer zich zij zijn zo zonder zou zullen
alstublieft gisteren avond nacht sprak ontmoet ontmoette
""",
    "pl": """
a aby ale albo bardzo bez będą będzie bo był była było byli być by chce ci co coś czas czy dla do dobry dobra dobrze dnia dni
dzień dziś dziękuję dzisiaj gdy gdzie go i ich im inne innych ja jak jakie jako je jeden jednak jego jej jest jeszcze jeśli
jestem już każdy kiedy kraj kraju kto która które którego której którzy który lat lata lecz ludzi ludzie ma mają może można mi
mnie mój między na nad nam nas nasz nasza nawet nic nich nie niego niż nowa nowe nowy o od oni ona on oraz po pod podczas pan
pani państwa policja ponad poza poinformował powiedział powiedziała pracy premier prezydent proszę przeciwko przed przez przy
rano rok roku rząd rządu są się sobie swoje swojej swój ta tak także tam te tego tej ten teraz to tu tych tylko tym ty u w we
więc wczoraj wiele wielu wieczór wojna wojny wszystko wszystkie wszyscy z za zawsze ze żeby że życie życia cześć jutro polska
polski polsce polskiej miasto miasta minister miliony milionów kobieta kobiety mężczyzna dzieci rosja rosji ukraina ukrainy
ukrainie tysięcy złotych
""",
    "cs": """
a aby ale ani až bez bude budou být by byl byla bylo byli co což dále děkuji dne dnes do dobrý den dva i jak jako je jeho její
jejich jen ještě jsem jsme jsou již k kde kdo když která které který kteří lidé lidí let mají má město mezi mi může na nad náš
ne nebo není než nic o od pak po pod podle policie pokud pouze prezident pro proti protože proto před při rok roce roku řekl
řekla s se si své svou tak také takže tam ten tento této to toho tohoto tom tím tu už u v ve vláda vlády vše všechny však z za
ze že válka války včera zítra ráno večer ahoj prosím dobré žena muž děti ministr korun milionů česko české
""",
    "sk": """
a aby aj ako ale alebo až bez bol bola boli bolo bude budú by byť čo ďakujem dnes do dobrý deň i ich iba je jeho jej k kde keď
ktorá ktoré ktorí ktorý kto len ľudia ľudí má majú medzi mesto môže na nad nie než o od po pod podľa polícia pre pred preto
pri proti roku rok s sa si som sme sú svoje tak takže tam ten tento to toho už u v vláda vo však vojna všetko včera z za ze že
žena zo povedal povedala muž deti minister eur slovensko
""",
    "sl": """
a ali bi bil bila bilo bili biti bo bodo brez če da danes dan do dobro dober hvala in iz je jih ki kaj kako kot ko kdo kje
lahko leta let letih ljudi ljudje med mesto na nad naj ne ni nič o ob od pa po pod policija predsednik pred pri proti prosim s
se si sem smo so svet še tako tam ta to tudi v vlada vojna več vse vseh včeraj z za že žena zaradi ter jutri
""",
    "sr-Latn": """
a ako ali bez bi bio bila bili bilo biti će ćemo ću da dan danas do dobar dobro dok drugi ga gde godina godine godinu grad
grada hvala i ih ili im ima imaju iz između jedan jedna je jer jesu još juče kada kad kako kao ko koja koje koji kojih koliko
kroz ljudi ljudima međutim mi miliona može mogu mnogo na nad nakon naš ne nego nema ni nije nisu ništa no o od oko on ona oni
osim po pod policija posle prema pre predsednik protiv rat rata rekao rekla s sa sam samo se sada smo srbija srbije srpski su
šta sutra sve svi svoj svoje ta tako takođe te to tog u uz vlada vlade više već vrlo za zašto zato zbog zdravo žena žene bosna
deca kuća život ministar hiljada evra lepo vreme mesto svet
""",
    "hr": """
a ako ali bez bi bio bila bili bilo biti će ćemo ću da dan danas do dobar dobro dok drugi ga gdje godina godine godinu grad
grada hvala i ih ili im ima imaju iz između jedan jedna je jer jesu još jučer kad kada kako kao koja koje koji kojih koliko
kroz ljudi međutim mi milijuna milijun može mogu mnogo na nad nakon naš ne nego nema ni nije nisu ništa no o od oko on ona oni
osim po pod policija poslije prema prije predsjednik protiv rat rata rekao rekla s sa sam samo se sada smo su sutra sve svi
svoj svoje ta tako također tijekom te tisuća tko to tog u uz vlada vlade više već vrlo za zašto zato zbog što žena žene
hrvatska hrvatske hrvatski djeca kuća život ministar eura lijepo vrijeme mjesto svijet
""",
    "ro": """
a acest această aceasta acum ai al ale am ani anul apoi ar are asta astăzi au avea azi bine bună ca când care că cât ce cel
cele cei ceva cine cu cum dar de deci din după dacă două e ea ei el ele era este eu există face fi fost foarte guvernul i iar
ieri în înainte într-o într-un între își la le lor lui mâine mai mare mult mulți mulțumesc nici nimic noi nostru nou nouă nu o
oameni oamenii om orașul ori pe pentru peste președintele poate politia poliția prin primul sa sale sau se spus spune spre sub
sunt și tot toate toți țara țării un una unei unor unui va viața vor vă zi zile ziua război războiul ministrul lei dimineața
seara
""",
    "tr": """
ama ancak artık az bana bazı ben beni benim bile bin bir biz bize bizim bu bugün buna bunu bunun burada çok çünkü da daha de
dedi değil devlet diye dün dünya en evet fakat gibi göre gün günaydın haber hayır hem hep her hiç iki ile için iyi kadar karşı
kendi ki kim kişi konuştu mi mı mu mü merhaba nasıl ne neden nerede o olan olarak olduğu olduğunu oldu olmak olsun on ona
onlar onun önce orada oysa öyle sabah sadece sana savaş sen sonra son söyledi şey şimdi şu tarafından teşekkür teşekkürler tüm
türk türkiye üç üzere var ve veya ya yani yarın yeni yıl yok yüzde zaman cumhurbaşkanı bakan bakanı bakanlığı başkan başkanı
hükümet polis kadın çocuk erkek şehir ülke etti ettiği edildi edilen açıkladı belirtti olacak istanbul ankara ederim lütfen
akşam gece milyon ilk büyük
""",
    "az": """
bu və ilə üçün ki də da bir çox olan edib etdi deyib dedi olub olduğu mən sən biz siz onlar yeni azərbaycan bakı prezident
nazir dövlət ölkə ildə il gün sonra əvvəl qarşı haqqında necə nə kim harada təşəkkür salam yaxşı var yox deyil həm daha ən hər
bütün
""",
    "fi": """
ei ennen ette että eivät hän he hyvä hyvää huomenta heidän häneltä hänen hallitus ihmiset ihmisiä ja jo joka jos jotka joten
kaikki kanssa kautta kertoo kertoi kiitos koko koska kuin kuitenkin kun kuten kymmenen maan me meidän melkein mikä minä minun
moi muita mukaan mutta myös myöhemmin määrä nainen ne niin noin nyt näin ole olen oli olivat olla on ovat päivä poliisi
presidentti sanoi se sekä sen sillä sitten sinä siis suomen suomi suuri sota sodan tai tämä tänään tässä te tulee uusi vaan
vai vain vielä vuoden vuonna vuotta yksi yli
""",
    "et": """
aasta aastal aga all ei eesti et ehk enne ette ta ja juba jah kas ka kes kui kuid kus kõik ma me mida miks mis mitte mu nad
need nii ning oli olid olla oma on pole pärast politsei president riigi sa see selle siin siis sõda tal tema täna tere aitäh
tuleb üks või väga veel inimesed inimest ütles valitsus vastu ole
""",
    "sv": """
dog dödades personer skadades
alla allt andra att av bara barn blev bli blir både dag de dem den denna det detta dig din du där då efter eller en enligt ett
fick flera för förra första från få får gick god godmorgon ha hade han har hej hennes hon honom hos hur här i idag igår igen
in inte ingen jag kan kommer kriget kunde landet man med mellan men mer mig min mot mycket måste människor många nu ny nya när
något någon och också om oss på polisen president regeringen sa sade sedan sig sin sina ska skulle som sverige säger så tack
till tid två under upp ut utan vad var vara varit vi vid vill världen än år är över
""",
    "no": """
alle andre at av bare barn ble bli blir både da dag de deg dem den denne der dere det dette din du eller en et etter fikk
flere for fordi fra få før første god godt ha hadde han har hei hennes hun hva hvor hvordan hvis her i ikke ingen inn jeg kan
kommer krigen kunne landet man med mellom men mer mot mye må mange mennesker nå norge norske noe noen ny nye når og også om
opp oss over på politiet president regjeringen sa samme seg sier siden sin skal skulle som så takk til tid to under ut uten
var vært ved vi vil ville år være
""",
    "da": """
af alle andre at bare blev blive bliver både da dag danmark de dem den denne der dig det dette din dog du efter eller en end
er et få får flere for fordi fra før første god godmorgen gør ha han har havde hej hendes her hos hun hvad hvis hvor hvordan i
igen ikke ind ingen jeg kan kom kommer krigen kun kunne lande man mange med mellem men mennesker mere mig mod må meget når
noget nogle nu ny nye og også om op os over på politiet præsident regeringen sagde siger siden sig sin skal skulle som så tak
til tid to ud under uden var været ved vi vil ville år være
""",
    "hu": """
a az aki akik ahol amely amelyek ami amikor azt azok azonban be csak cég de egy egyik egész el elnök első én emberek ez ezek
ezt és évben év fel háború hanem ha hét hogy hogyan ő ők illetve is itt így jó jön kell két ki kormány köszönöm között le
lehet lesz létre ma magyar magyarország még meg mert mi minden miért mint most már más miután nagy nap napot ne nem nincs
olyan ott össze rendőrség s sem sok szerint szép szerdán számára után új úgy van vagy volt voltak több tegnap holnap reggel
este világ
""",
    "lt": """
apie ar arba aš bei bet bus buvo dar dėl iki ir iš į jau jei jis ji jie jo jos kad kaip kai karas kas kuri kuris kurie labai
labas lietuva lietuvos mes metų metais milijonų ministras nes ne nėra nuo o pagal per po prezidentas prie prieš sakė savo su
šiandien šis tai taip tačiau tik to tuo už vakar visi vyriausybė yra ačiū diena žmonės žmonių
""",
    "lv": """
ar arī bet bija būs cilvēki cilvēku diena dienu ir ja jau kad kā kas karš kopā kur latvija latvijas laba labdien ļoti mēs
miljoni ministrs nav ne no o pa par pēc pie pirms prezidents policija savu šis šodien šo tas tā tad tika to un uz valdība vai
vakar var vēl viņš viņa viņi visi gadā gada gadu paldies
""",
    "sq": """
dhe e i të në për me nga që është si një ka kanë do nuk por ose se kjo ky janë ishte më edhe pas para kundër shqipëri
shqipërisë kosovë presidenti qeveria ministri policia lufta sot dje nesër faleminderit mirë përshëndetje njerëz vit vite jetë
shumë tha
""",
    "ca": """
a al als amb això aquest aquesta avui bon dia bona ha han has hi i de del dels després des és el els en entre era fer fins
gràcies guerra la les li lo més molt molts no nou nova o on per perquè però president primer què qui que sense ser serà seva
seu si sobre sota són tot tots un una va van gent anys govern ciutat home dona catalunya catalana també encara demà
""",
    "id": """
ada adalah akan anak anda antara apa atas atau bagi bahwa banyak baru beberapa belum bisa bukan dalam dan dapat dari dengan di
dia hari harus hingga ia indonesia ini itu jika juga kami karena kata ke kepada kita kota lain lebih masih mereka negara oleh
orang pada para pemerintah perang pertama polisi presiden saat saja sangat satu saya sebagai sebuah secara sejak selama
seorang seperti serta setelah siang sudah tahun tak telah terima kasih terhadap tersebut tetapi tidak untuk warga yang selamat
pagi kabar menteri juta menjadi
""",
    "vi": """
và của là có không được cho các trong một với người này đã những để từ khi đến về cũng ra như sẽ nhà nước vào năm ông bà theo
tại sau trên cảm ơn xin chào tổng thống việt nam chính phủ thế giới ngày hôm nay nhiều phải làm bị đó thì
""",
    "la": """
a ab ac ad ante apud atque aut bellum bello caesar contra cum de dei deo deus dies domine dominus dum e ego enim ergo est et
etiam ex fuit haec hic hoc homini hominis homo id igitur ille in inter ipse ita lex libera mihi mundi mundus nec nihil nobis
nomen non nos nunc omnes omnia omnibus pax pace per populi populus post pro qua quae quam quem qui quid quis quo quod quoque
rebus regina rei rex salus se sed semper sic sine sub sum sunt super suum tamen te tempora terra tibi tu tuum ubi unum urbi
urbis ut vel verba veritas via victis vita vobis vox
""",
    "ru-Latn": """
bez bil bila bili bilo budet budem bud bylo byl byla byli chego chem chto chtoby da davay davai dazhe dela delo delaet den
dlya do dobriy dobryy doma ego eto etogo etom etot eta eti eshche esche esli est ete gde god goda govorit horosho i ih ikh ili
iz izvinite ja kak kakoy kogda kto kuda konechno ludi lyudi menya mir mne mnogo mozhet mozhno moy moya my nado nam nas nash
nasha nashi ne nelzya net nichego nikogda nikto novosti nu nuzhno obo ona oni ot ochen po pochemu poka poshli posle potomu pri
privet pozhaluista pozhaluysta prosto rebyata rossiya rossii rossiyu russkiy russkie russkiye s segodnya seychas seichas
skazal skazala skolko slava spasibo svoy takzhe tak tam teper tebya tolko toge tozhe tut ty u uzhe v vam vas vsё vse vsegda
vsego vsem vy vot vchera vremya ya yego yeye yest yeshche za zavtra zdes zdravstvuyte zdravstvuite zhe zhizn znaet znayu
znaesh chto-to pobeda rabota rabotaet lyublyu lubov hochu khochu khorosho khoroshiy ponyatno ponimayu dumayu vojna voyna voyny
strana strany narod naroda pravda zachem drug druzya brat upal upala umer umerli umerla ushel ushla ushli
prishel prishla prishli pridet domoy dengi bogu voyne vsem odin sam sama poehali poekhali uletel budem
privezli skazali nash den samolet horoshiy ustal ustala
""",
}
"""Function words and the commonest words of news, in the forms they have there.

Dutch goes without its "met": between two names it is English ("Macron met Scholz in Berlin"), and news is full of that.
"""

ENDINGS = {
    "en": "tion tions ing ings ness ments ship ful less able ible ously ally ity ities ought ould ough ly ght ths ists ism ed"
    " ised",
    "de": "ung ungen heit keit schaft lich liche lichen isch ische ischen cht chten tzt eln ieren ierte iert nnen ßen chen"
    " lein sch gen igen iger ige",
    "fr": "ment tion tions eux euse euses aient ait eau eaux ière ières ée ées és ais oir ois que ques ette ettes elle"
    " elles aire aires ique iques eur eurs",
    "es": "ción ciones mente dad dades ando iendo aron ieron ado ada ados adas ido ida idos idas aba ía ían",
    "it": "zione zioni mente ità ando endo ato ata ati ate uto uta uti ute ito ita iti ite are ere ire ono ello ella tto"
    " tta tti tte ggi etti oni gli",
    "pt": "ção ções mente dade dades ando endo indo aram eram iram ado ada ados adas ido ida idos idas ava iam inho ão ões",
    "nl": "ing ingen heid lijk lijke lijken isch ische ende scht cht aar aren oor eren eerd eer ijk ijn iet aat ooit",
    "pl": "ów owie ami ach ego emu ych ej ą ę ość ości anie ania enie enia ski ska skie skiego skiej ał ała ali ały ił iła"
    " ili iły uje ują cja cji cję wał wać ać eć ić nych owy owa owe rze",
    "tr": "lar ler ları leri nın nin nun nün dan den tan ten dır dir dur dür tır tir mış miş muş müş acak ecek yor iyor"
    " ıyor uyor lık lik luk lük ması mesi mak mek ının inin ında inde ına ine ı dı sı tı",
    "sr-Latn": "ije ija ima ama anje enje ski ska sko skog ost osti ovi ova ao uje ili ala",
    "hr": "ije ija ima ama anje enje ski ska sko skog ost osti ovi ova ao uje ili ala",
    "cs": "ní ová ové ého ému ých ými ský ská ské ost osti ovat uje ala ali ění ání ů",
    "ro": "ului elor ilor ție ții ească esc ește ează ată ător ă ul uri",
    "fi": "ssa ssä sta stä lla llä lle lta ltä ksi nen set iin een aan ään tta ttä vat vät minen isen ista",
    "hu": "nak nek ban ben ból ből ság ség ról ről hoz hez ával ével tól től ok ek ás és ott ett",
    "sv": "ning ningar arna erna heten ande ade ades era ska ligt lig tt",
    "da": "ning ninger erne heden ende ede edes ere ske ligt lig",
    "no": "ning ninger ene heten ende ert ere ske ligt lig",
    "id": "kan nya kah annya ankan",
    "la": "us um am em im ae orum arum ibus eris isse unt ant ent amus emus imus itur atur tas tis que",
    "ru-Latn": "ogo ego omu emu iye aya yaya oye ykh ikh ymi imi tsya ayet ayut yut oval ovali ovala ost osti nost nosti ami"
    " yami akh yakh iya iyu lsya las lis aem aet ayu aesh ala alo ila ilo skiy skaya skoye skiye skogo skoy stvo stva"
    " nye nyy naya",
}
"""Endings of words, those of two letters and more that tell something."""
