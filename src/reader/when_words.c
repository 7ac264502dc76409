#include "reader/when_words.h"

// Words of one meaning stand in one string, separated by spaces, English first because it is the
// most frequent. Names that are the beginning of a longer one here need no place of their own.

static const char *const months[12] = {
    "january januar jänner janvier enero gennaio janeiro januari janúar tammikuu styczeń stycznia "
    "leden ledna január "
    "ianuarie январь января січень січня ιανουάριος ιανουαρίου ocak يناير ינואר जनवरी জানুয়ারী "
    "มกราคม มค "
    "gener siječanj siječnja януари јануар janar jaanuar sausis sausio janvāris ژانویه جنوری "
    "yanvar",
    "february februar feber février fevrier febrero febbraio fevereiro februari febrúar helmikuu "
    "luty lutego únor února "
    "február februarie февраль февраля лютий лютого φεβρουάριος φεβρουαρίου şubat فبراير شباط "
    "פברואר फ़रवरी फरवरी "
    "ফেব্রুয়ারী กุมภาพันธ์ กพ febrer veljača veljače февруари фебруар veebruar vasaris vasario "
    "februāris فوریه فروری fevral",
    "march märz mrz mrt mars marzo março maart mart maaliskuu marzec marca březen března március "
    "martie март марта "
    "березень березня μάρτιος μαρτίου μαρ március marts مارس آذار מרץ मार्च মার্চ มีนาคม มีค març "
    "ožujak ožujka kovas kovo märts مارچ "
    "maret mac",
    "april avril abril aprile huhtikuu kwiecień kwietnia duben dubna apríl április aprilie апрель "
    "апреля квітень квітня "
    "απρίλιος απριλίου nisan أبريل ابريل نيسان אפריל अप्रैल এপ্রিল เมษายน เมย travanj travnja април "
    "balandis balandžio aprīlis "
    "آوریل اپریل aprel",
    "may mai mayo maggio maio mei maj toukokuu maja květen května máj május май мая травень травня "
    "μάιος μαΐου μαϊ mayıs "
    "مايو أيار מאי मई মে พฤษภาคม พค maig svibanj svibnja мај gegužė gegužės maijs مه مئی",
    "june juni juin junio giugno junho kesäkuu czerwiec czerwca červen června jún június iunie "
    "июнь июня червень червня "
    "ιούνιος ιουνίου ιουν haziran يونيو يونيه حزيران יוני जून জুন มิถุนายน มิย juny lipanj lipnja юни "
    "јун juuni birželis birželio jūnijs "
    "ژوئن جون iyun",
    "july juli juillet julio luglio julho heinäkuu lipiec lipca červenec července júl július iulie "
    "июль июля липень липня "
    "ιούλιος ιουλίου ιουλ temmuz يوليو يوليه تموز יולי जुलाई জুলাই กรกฎาคม กค juliol srpanj srpnja "
    "юли јул juuli liepa liepos jūlijs "
    "ژوئیه جولائی iyul",
    "august août aout agosto augustus augusti elokuu sierpień sierpnia srpen srpna augusztus "
    "август августа серпень "
    "серпня αύγουστος αυγούστου αυγ ağustos أغسطس اغسطس آب אוגוסט अगस्त আগস্ট สิงหาคม สค agost "
    "kolovoz kolovoza rugpjūtis "
    "rugpjūčio augusts اوت اگست agustus ogos avgust",
    "september sept septembre septiembre setiembre settembre setembro syyskuu wrzesień września "
    "září szeptember "
    "septembrie сентябрь сентября вересень вересня σεπτέμβριος σεπτεμβρίου eylül سبتمبر أيلول "
    "ספטמבר सितंबर सितम्बर "
    "সেপ্টেম্বর กันยายน กย setembre rujan rujna септември септембар rugsėjis rugsėjo septembris "
    "سپتامبر ستمبر sentabr",
    "october oktober octobre octubre ottobre outubro lokakuu październik października říjen října "
    "október octombrie "
    "октябрь октября жовтень жовтня οκτώβριος οκτωβρίου ekim أكتوبر اكتوبر אוקטובר अक्टूबर अक्तूबर "
    "অক্টোবর ตุลาคม ตค "
    "octubre listopada октомври октобар oktoober spalis spalio oktobris اکتبر اکتوبر oktabr",
    "november novembre noviembre novembro marraskuu listopad listopadu листопад noiembrie ноябрь "
    "ноября листопада "
    "νοέμβριος νοεμβρίου νοε kasım نوفمبر נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน พย studeni studenoga "
    "ноември новембар "
    "lapkritis lapkričio novembris نوامبر نومبر noyabr",
    "december dezember décembre decembre diciembre dicembre dezembro joulukuu grudzień grudnia "
    "prosinec prosince "
    "decembrie декабрь декабря грудень грудня δεκέμβριος δεκεμβρίου aralık ديسمبر דצמבר दिसंबर "
    "दिसम्बर ডিসেম্বর ธันวาคม ธค "
    "desembre prosinac prosinca декември децембар detsember gruodis gruodžio decembris دسامبر "
    "دسمبر desember disember "
    "dekabr",
};

static const char weekdays[] =
    "monday tuesday wednesday thursday friday saturday sunday tues thur thurs "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes "
    "sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta "
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
    "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag "
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai ke to pe la su "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz "
    "pondělí úterý středa čtvrtek pátek neděle po út st čt pá ne "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "понеділок вівторок середа четвер п'ятниця субота неділя нд "
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar "
    "senin selasa rabu kamis jumat sabtu minggu "
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή "
    "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد "
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 月 火 水 木 金 土 日 "
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 周一 周二 周三 周四 周五 周六 周日 週一 週二 "
    "週三 週四 週五 週六 週日 "
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일";

static const char time_joiners[] = "at à a um klo kl alas ala alle às as om o ob u в о об во στις "
                                   "ve saat pada pukul lúc vào la ore ved den את بتاريخ في";

static const char date_joiners[] = "de del di of d' do da den der thg tháng г р y";

static const struct {
    half_day half;
    const char *words;
} halves[] = {
    {HALF_MORNING,
     "am a ص قظ قبلازظهر 上午 凌晨 早上 清晨 오전 새벽 아침 午前 sa πμ de dop öö pagi pg "
     "inthemorning fm ap vm vorm дп проб "
     "преподне prijepodne priešpiet לפנהצ ก่อนเที่ยง पूर्वाह्न পূর্বাহ্ণ முற்பகல் to pd eparadites"},
    {HALF_EVENING,
     "pm p م بظ بعدازظهر 下午 晚上 傍晚 오후 저녁 午後 ch μμ du odp pop ös sore petang ptg "
     "intheafternoon intheevening em ip nm "
     "nachm пп слоб поподне poslijepodne popiet אחהצ หลังเที่ยง अपराह्न অপরাহ্ণ பிற்பகல் tk md epasdites"},
    {HALF_NOON, "中午 siang tengahari atnoon 낮"},
    {HALF_NIGHT, "malam atnight 深夜 夜 밤"},
};

typedef enum found { FOUND_NOT, FOUND_START, FOUND_WHOLE } found;

// Finds word in a list, as a whole or as the beginning of an entry.
static found look_up(const char *words, str word) {
    str list = str_from(words);
    found best = FOUND_NOT;
    for (size_t from = 0, hit; word.len && (hit = str_find(str_drop(list, from), word)) != SIZE_MAX;
         from += hit + 1) {
        size_t start = from + hit, end = start + word.len;
        if (start && list.at[start - 1] != ' ') continue;
        if (end == list.len || list.at[end] == ' ') return FOUND_WHOLE;
        best = FOUND_START;
    }
    return best;
}

// Whether an abbreviation says enough: it has three characters.
static bool is_long_enough(str word) {
    size_t count = 0;
    for (size_t i = 0; i < word.len; i++) count += ((unsigned char)word.at[i] & 0xC0) != 0x80;
    return count >= 3;
}

int when_month(str word) {
    int best = 0;
    if (word.len < 2) return 0;
    for (int i = 0; i < 12; i++) {
        found f = look_up(months[i], word);
        if (f == FOUND_WHOLE) return i + 1;
        if (f == FOUND_START && !best && is_long_enough(word)) best = i + 1;
    }
    return best;
}

bool when_weekday(str word) {
    found f = look_up(weekdays, word);
    return f == FOUND_WHOLE || (f == FOUND_START && is_long_enough(word));
}

bool when_joins_time(str word) { return look_up(time_joiners, word) == FOUND_WHOLE; }
bool when_joins_date(str word) { return look_up(date_joiners, word) == FOUND_WHOLE; }

half_day when_half_day(str word) {
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
        if (look_up(halves[i].words, word) == FOUND_WHOLE) return halves[i].half;
    return HALF_UNKNOWN;
}
