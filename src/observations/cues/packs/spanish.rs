//! Spanish.

use super::{Against, Rule, Strong, Weak};
use crate::observations::cues::Act::{
    Advice, Apology, Care, Decline, Gift, Help, Introduction, Offer, Praise, Pressure, Promise,
    Recommendation, Request, Thanks,
};

/// Words of which a Spanish text of a few words holds some, and others hardly any.
pub(super) const WORDS: &str = "hola adjunto adjuntos yo tu el los las que y es por para con una un su sus mi mis te se lo gracias de del muy al si \
     ella usted ustedes nos le les como pero ya hoy manana aqui esta este eso estoy esta bien mucho muchas muchos he has \
     ha puedo puedes podrias quieres favor ti siento la en feliz hasta desde cuando donde sobre sin mas nada algo todo todos lunes martes miercoles jueves viernes sabado \
     domingo hace fue era son somos estan tengo tiene tienes dude a ayer ahora siempre nuestra nuestro tuviera ir";

/// Marks of mail to all.
pub(super) const BULK: &str = r"\bboletin\b|\bnewsletter\b|\bdarse? de baja\b|\bcancelar (?:la|su|tu) suscripcion\b|mensaje (?:generado |enviado )?automatic|no (?:responda|conteste|respondas) a este (?:mensaje|correo)|\bestimad[oa]s? (?:clientes?|suscriptor(?:es)?|soci[oa]s?)\b";

/// Matters that no ledger should hold.
pub(super) const SENSITIVE: &str = concat!(
    r"\b(?:pesame|condolencias|funeral|entierro|luto|fallecio|fallecido|fallecimiento|aborto espontaneo)\b|",
    r"\b(?:muerte de|ha muerto|murio)\b|",
    r"\b(?:cancer|quimioterapia|tumor|depresion|suicidio|diagnostico|baja medica)\b|\bque te mejores\b|",
    r"\b(?:divorcio|divorciado|divorciada|custodia)\b|\b(?:acoso|acosado|acosada|discriminacion|agresion)\b|",
    r"\b(?:fue|he sido|fui|han) (?:despedid[oa]|detenid[oa]|arrestad[oa])\b|\bmi abogado\b|",
    r"\b(?:ataud|cenizas|viuda|viudo|velatorio|tanatorio|incineracion|sepelio|esquela|cuidados paliativos|aborto)\b|",
    r"\b(?:ha|han|he|hemos|acaba de) (?:muerto|fallecido|morir|fallecer)\b|",
    r"\bperd(?:i|io|imos|ieron|ido) (?:a (?:mi|su|tu|nuestro|nuestra)|el bebe|al bebe|un bebe|un embarazo|el embarazo)|",
    r"\bya no esta (?:con nosotros|entre nosotros)|",
    r"\b(?:muerte|perdida) de (?:mi|su|tu|nuestro|nuestra|el|la)\b|",
    r"\bsacrificar (?:al|a la) (?:perro|perra|gato|gata)|\bquit(?:arse|ado|o) la vida\b|\bsuicid\w+|",
    r"\b(?:fiebre|gripe|covid|neumonia|migrana|ictus|infarto|derrame|alzheimer|parkinson|demencia|metastasis|leucemia|radioterapia|dialisis|trasplante|biopsia|resonancia|urgencias|uci|ingresad[oa]s?|hospitalizad[oa]s?|clinica|residencia de ancianos|silla de ruedas|discapacidad|embarazad[oa]|embarazo|prematur[oa]|fecundacion|ansiedad|angustia|depresiv[oa]|deprimid[oa]|bipolar|anorexia|bulimia|psiquiatr\w+|psicolog[oa]|terapia|terapeuta|adiccion|adict[oa]|alcoholic[oa]|alcoholismo|desintoxicacion|recaida|ludopat\w+|esguince|fractura|escayola|operaron|operan|operad[oa]|quirofano|enferm[oa]s?|enfermedad|reposo absoluto|accidente de (?:coche|moto|trafico))\b|",
    r"\bme salio un bulto|\bun bulto en\b|\bsin beber\b|",
    r"\b(?:he|ha|roto|rompi|rompio) (?:el|la|una) (?:pierna|brazo|cadera|muneca|tobillo|costilla)|",
    r"\b(?:juicio|juzgado|carcel|prision|condenad[oa]|detuvieron|detenido|libertad condicional|denunciad[oa]|denuncia|antecedentes|deudas?|embarg\w+|desahuci\w+|hipoteca atrasada|insolven\w+|bancarrota|moroso|sin papeles|deportar|deportad[oa]|asilo|permiso de residencia)\b|",
    r"\b(?:prestar|prestarme|prestame) (?:algo|dinero|unos|\d+)|",
    r"\b(?:hemos|han|he|nos|se han) (?:separado|divorciado)\b|\bnos (?:separamos|divorciamos)|",
    r"\bsepar(?:acion|arnos|arme|arse)\b|",
    r"\b(?:me|le|nos) (?:ha )?(?:dejado|dejo|abandono|abandonado|engano|enganado|pego|pega|golpeo|golpea|amenazo|amenaza|violo|toco)\b|",
    r"\bpuso los cuernos|\bterapia de pareja|\bmi ex\b|\bsu ex\b|\bme tocan los ninos|",
    r"\bfin de semana si y otro no|",
    r"\b(?:maltrat\w+|violencia|violacion|violada|abusos?|racista|racismo|machista|homofob\w+|orden de alejamiento|amenazas|insultos|acosador)\b|",
    r"\bno nos quisieron porque|",
    r"\b(?:despid\w+|despedid[oa]|paro|desemplead[oa]|ere|finiquito|expediente disciplinario|amonestacion|no me renuevan|no (?:me|le|nos) han renovado|perdido (?:el|mi|su) (?:trabajo|empleo|puesto))\b|",
    r"\b(?:en|al|del) hospital (?:desde|por|con|ayer|y)|\b(?:mi|su|tu) operacion\b|\bse nos fue\b|",
    r"\bnos falta @?\w+|\blo de tu (?:hermano|hermana|padre|madre|hijo|hija|marido|mujer)|",
    r"\b(?:pierna|brazo|cadera) rota?\b|\baccidente en\b|\bme han echado|\bevaluacion de este ano|",
    r"\bmi abogada\b|\bfotos que no quiero",
);

pub(super) const PACK: &[Rule] = &[
    (
        Thanks,
        Strong,
        r"\bgracias\b.*\b(?:por|de verdad)\b|\b(?:te|le|les|os) (?:agradezco|agradecemos|estoy|estamos|quedo) (?:mucho|muy|enormemente|tanto|sinceramente|de verdad|agradecid[oa]s?|tu|su|la|el|que)\b|\b(?:agradecerte|agradecerle|agradeceros|darte las gracias|darle las gracias)\b",
    ),
    (
        Thanks,
        Against,
        r"\bde antemano\b|\bno,? gracias\b|por (?:su|tu) (?:atencion|comprension|compra|paciencia|interes|confianza)\b|por la invitacion,? pero|\bagradeceria\b|\bme (?:dio|dieron) las gracias\b|\bgracias a (?:dios|la|el|los|las)\b",
    ),
    (
        Request,
        Strong,
        r"\b(?:podrias|podria|puedes|puede|podeis|pueden|querrias|te importaria|le importaria|tendrias|tendria|tienes|tiene|sabes|sabe)\b.*\?|\bpor favor,? (?:dime|digame|envia|envie|enviame|envieme|manda|mandame|llama|llamame|llameme|avisa|avisame|aviseme|confirma|confirme|confirmame|mira|revisa|revise|ayudame|pasame|dame|deme|firma|firme|traeme|escribeme)\b|\b(?:necesito|necesitamos|necesitaria) (?:que (?:me|nos|lo|la)?|tu|su|tus|sus)\b|\b(?:te|le|os|les) (?:pido|pedimos|ruego|agradeceria) que\b|\bavisame (?:antes|cuando|si vienes)\b|\bhazme (?:el|un) favor\b|\b(?:dime|digame|mandame|enviame|llamame|pasame) (?:si|cuando|cuanto|donde|que|el|la|los|las|lo|tu|su|antes|por)\b|\bme gustaria que\b",
    ),
    (
        Request,
        Against,
        r"\bno dude en\b|\bsi tiene alguna (?:pregunta|duda)\b|\bcomo (?:estas|esta|sigue|va)\b.*\?|\bquieres que\b|\bel (?:me )?pidio\b|\bavisame si puedo\b",
    ),
    (
        Offer,
        Strong,
        r"\b(?:quieres|quiere|quereis|desea|te gustaria) que (?:te|le|os|lo|la|yo|vaya|pase|lleve|traiga)\b|\b(?:puedo|podria|podemos) (?:ayudar(?:te|le|os)|recogerte|llevarte|prestarte|acompanarte|cubrirte|ensenarte|mandarte|enviarte|explicarte|ir a buscarte|encargarme)\b|\bsi (?:puedo|podemos) (?:hacer algo|ayudar)|\bcon mucho gusto (?:te|le|os|lo|la|puedo)\b|\bsi quieres,? (?:te|lo|la|le|puedo|yo)\b|\bcuenta conmigo\b|\ben que (?:te |le )?puedo ayudar|\bestoy (?:dispuest[oa]|encantad[oa] de) (?:a )?(?:ayudar|echar)|\bencantad[oa] de (?:ayudar|echar|leer|revisar)",
    ),
    (Offer, Against, r"\bno puedo\b|\bno dude en\b|\bsi tiene alguna (?:pregunta|duda)\b"),
    (
        Promise,
        Strong,
        r"\b(?:te|le|les|os) (?:mando|mandare|envio|enviare|llamo|llamare|llevo|llevare|traigo|traere|doy|dare|digo|dire|escribo|escribire|aviso|avisare|paso|pasare|confirmo|confirmare|devuelvo|devolvere|contesto|contestare|preparo|preparare|reservo|reservare)\b|\bme (?:pondre en contacto|encargo|encargare|ocupo|ocupare|comprometo)\b|\bvoy a (?:enviar|mandar|llamar|llevar|preguntar|revisar|mirar|hacer|ocuparme|encargarme)(?:te|le|les|os|lo|la|los|las)?\b|\b(?:te|se) lo (?:prometo|mando|envio|enviare|mandare|hare)\b|\blo (?:hare|revisare|mirare|tendras)\b|\bnos pondremos en contacto\b",
    ),
    (
        Promise,
        Against,
        r"\?|\bsi (?:tuviera|no paga|no pagan)\b|\bquizas?\b|\btal vez\b|\babogado\b|\badjunto\b|\bte digo que\b|\bella te\b|\bel te\b|\b(?:mando|mandamos|envio|enviamos|doy|damos)\b[^.]*\b(?:abrazos?|abrazote|besos?|besitos?|besazos?|saludos?|recuerdos|carino|gracias|enhorabuena|felicidades|pesame|razon)\b",
    ),
    (
        Help,
        Strong,
        r"\baqui (?:tienes|tiene|teneis|esta|estan|te mando|le envio)\b.*\b(?:que|pedid[oa]s?|pediste|solicito|para ti|querias)\b|\badjunt[oa]s?\b.*\b(?:que (?:me )?(?:pediste|pidio|solicito|solicitaste)|te envio|le envio|como)\b|\b(?:ya )?he (?:arreglado|reparado|corregido|enviado|mandado|reservado|traducido|rellenado|solucionado|resuelto|revisado|pedido|instalado|actualizado|recogido)\b.*\b(?:tu|tus|su|sus|para ti|para usted|por ti|te)\b|\bya esta (?:hecho|arreglado|listo|resuelto|solucionado)\b|\bcomo (?:me )?(?:pediste|pidio|solicito|acordamos|te prometi)\b",
    ),
    (
        Help,
        Weak,
        r"\b(?:aqui|ahi) (?:tienes|tiene|teneis|tienen|esta|estan|van?|te (?:mando|envio|dejo|paso)|os (?:mando|envio|dejo)|le (?:mando|envio|dejo))\b|\b(?:te |le |os |les )?(?:adjunto|adjuntos|adjunta|adjuntas|adjuntamos)\b",
    ),
    (Help, Against, r"\?|\bno he\b|\btodavia no\b"),
    (
        Introduction,
        Strong,
        r"\b(?:te|le|os|les) presento a\b|\b(?:presentarte|presentarle|presentaros|presentarles) a\b|\bpongo a [a-z ]+ en copia\b|\b(?:te|os|le|les) (?:pongo|he puesto) en contacto\b|\bponer(?:te|le|os|les)? en contacto con\b|\ble (?:di|he dado) (?:tu|su) (?:nombre|numero|telefono|correo)\b|\bcopio a [a-z]+\b",
    ),
    (
        Recommendation,
        Strong,
        r"\b(?:te|le|os|les) recomiendo (?:mucho |encarecidamente |de verdad )?a\b|\b(?:te|le|lo|la|os) (?:he recomendado|recomende)\b|\b(?:muy|tan) bien de (?:ti|usted)\b|\brespondo por (?:el|ella|ti)\b|\bes (?:la persona|el profesional) (?:de confianza|que necesitas|indicad[oa])\b",
    ),
    (
        Advice,
        Strong,
        r"\b(?:yo )?en tu lugar\b|\byo que tu\b|\b(?:deberias|deberia|tendrias que|harias bien en)\b|\b(?:te|le|os) (?:aconsejo|aconsejaria|sugiero|sugeriria|recomiendo que|recomendaria)\b|\bmi consejo\b|\bseria mejor (?:que|si)?\b|\bmas vale que\b|\bpor que no (?:pruebas|intentas|hablas|esperas)\b|\bhas probado\b",
    ),
    (Advice, Against, r"\bsi (?:yo )?tuviera\b"),
    (
        Praise,
        Strong,
        r"\b(?:felicidades|felicitaciones|enhorabuena|te felicito|le felicito|bravo)\b|\b(?:tu|tus|su|sus) [a-z]+.*\b(?:es|fue|estuvo|son|fueron|ha sido|quedo)\b.*\b(?:estupend[oa]s?|excelentes?|magnific[oa]s?|genial(?:es)?|fantastic[oa]s?|brillantes?|increibles?|maravillos[oa]s?|impresionantes?|muy buen[oa]s?|muy bien)\b|\b(?:has|habeis|ha) hecho (?:un|una) (?:gran |buen |excelente )?(?:trabajo|labor)\b|\b(?:buen|gran|excelente) trabajo\b|\bme (?:encanto|ha encantado|gusto mucho) (?:tu|su)\b|\bqué bien lo hiciste|\bbien hecho\b",
    ),
    (Praise, Against, r"\?|\bcumpleanos\b|\bno fue\b"),
    (
        Care,
        Strong,
        r"\b(?:que te|que se|ojala te) mejores?\b|\bpronta recuperacion\b|\bpesame\b|\bcondolencias\b|\bfeliz (?:cumpleanos|navidad|ano|aniversario|viaje)\b|\bfelices (?:fiestas|vacaciones)\b|\bbuen viaje\b|\bcomo (?:sigue|esta|estan|va|siguen) (?:tu|tus|su|sus)\b|\bcuidate\b|\bte (?:echo|echamos) de menos\b|\bte extran(?:o|amos)\b|\bpienso (?:mucho )?en (?:ti|vosotros|usted)\b|\bdescansa (?:mucho|bien)\b|\b(?:siento|sentimos|lamento) (?:mucho )?(?:lo de|la muerte|tu perdida|su perdida|saber que)\b",
    ),
    (
        Gift,
        Strong,
        r"\b(?:hoy |esta vez |la cena )?(?:invito yo|yo invito|pago yo|corre de mi cuenta)\b|\bte invito a (?:cenar|comer|un|una|almorzar|la)\b|\b(?:te|le|os) (?:he )?(?:traido|traje|compre|comprado|regalo|doy|mando)\b.*\b(?:regalo|regalito|detalle|entradas|flores|vino|libro|chocolates?|bombones)\b|\bes un regalo para (?:ti|usted|vosotros)\b|\bun detallito para ti\b",
    ),
    (
        Apology,
        Strong,
        r"\b(?:lo siento|siento (?:mucho )?(?:no|haber|el|la|que|las|los|mi))\b|\bperdon(?:a|e|ad|ame|eme)?\b(?: (?:por|que|el|la|mi)\b)|\b(?:pido|pedimos|mis|nuestras|ofrezco) (?:mis |nuestras )?(?:disculpas|perdon)\b|\bdisculp(?:a|e|ame|eme|ad)\b|\bfue culpa mia\b|\bha sido (?:culpa|error) mi[oa]?\b|\blamento (?:mucho )?(?:no|haber|el retraso|la tardanza|las molestias)\b",
    ),
    (
        Apology,
        Against,
        r"\b(?:el|ella|le|se) (?:le )?(?:pidio|disculpo|pidieron)\b|\b(?:siento|lamento) (?:mucho )?(?:lo de|la muerte|tu perdida|su perdida)|\bperdona que te moleste\b|\bno hay (?:nada )?que perdonar",
    ),
    (
        Pressure,
        Strong,
        r"\b(?:tercera|cuarta|quinta|enesima|ultima) vez que\b|\bultim[oa]s? (?:aviso|advertencia|recordatorio|plazo)\b|\b(?:abogado|tribunales|acciones legales|via judicial)\b|\bde lo contrario\b|\binaceptable\b|\bcuantas veces (?:tengo|hay)\b|\bestoy hart[oa]\b",
    ),
    (
        Decline,
        Strong,
        r"\b(?:lamentablemente|por desgracia|desgraciadamente|desafortunadamente|lo siento),? (?:pero )?(?:no|tengo que (?:cancelar|rechazar|declinar))\b.*|\bno (?:puedo|podre|podremos|voy a poder|podemos) (?:ir|asistir|aceptar(?:la|lo)?|acompanar|ayudar(?:te|le)?|venir|participar)\b|\btengo que (?:rechazar|declinar|cancelar|decir que no)\b|\bprefiero no\b",
    ),
];
