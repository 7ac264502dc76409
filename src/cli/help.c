// help: the command line on one page.
#include "cli.h"

static const char page[] =
    "attune: who asks for reassurance, who gives it, how soon, how evenly, and whether the relief "
    "lasts\n"
    "\n"
    "usage: attune [report] [OPTION...] [FILE...]     tables: one to standard output, or all with "
    "-o FOLDER\n"
    "       attune read [OPTION...] [FILE...]         any format as message CSV (prints text)\n"
    "       attune tokens [OPTION...] [FILE...]       one row per token (prints text)\n"
    "       attune classify [OPTION...] [FILE...]     message CSV with codes and the rules behind "
    "them (prints text)\n"
    "       attune codebook list | show CODE | check [FOLDER]\n"
    "       attune formats | help | version\n"
    "\n"
    "No FILE, or -, is standard input. A FILE may be a folder, an archive, or compressed.\n"
    "\n"
    "Input\n"
    "  --format NAME        read as this format (attune formats lists them); default: found from "
    "the content\n"
    "  --date-order ORDER   dmy, mdy, ymd …; default: decided from the log\n"
    "  --tz ZONE            zone in which days are taken for logs with zoned times (IANA name or "
    "+hh:mm); default UTC\n"
    "  --encoding NAME      utf-8, utf-16le, utf-16be, cp1252; default: detected\n"
    "  --map KEY=COLUMN,…   columns of CSV, TSV and JSONL: speaker, text, time, id, reply_to, "
    "conversation\n"
    "  --speakers A,B       the speakers, where the log alone leaves them open\n"
    "  --me NAME            the name for \"Me\" and \"You\"\n"
    "  --alias FILE         CSV of name,alias: one person under several names\n"
    "  --since T --until T  only messages from T on, before T (date or time)\n"
    "  --exclude A,B        leave out these speakers\n"
    "  --only A,B           rows for these speakers; all others become one, \"other\"\n"
    "  --sort               sort every conversation by time\n"
    "  --max-record SIZE    longest record (1M)     --max-memory SIZE   for sorting (256M)\n"
    "  --max-rejects N      end with status 3 beyond N rejected records\n"
    "  --rejects FILE       list where each record stands that was left out, and why\n"
    "\n"
    "Codes\n"
    "  --codebook FOLDER    replaces or extends the shipped codebook\n"
    "  --lang en,…          language packs; default auto\n"
    "  --min-confidence C   what counts (0.70)\n"
    "\n"
    "Exchange\n"
    "  --window 24h         time in which an answer counts, or \"session\"\n"
    "  --session-gap 60m    --turn-gap 2m    --episode-gap 10m\n"
    "\n"
    "Report\n"
    "  -o, --output FOLDER  write all tables there; it must not exist (--force replaces it)\n"
    "  --table NAME         the table for standard output: speakers (default), codes, dyads, "
    "reciprocity, timeline,\n"
    "                       episodes, indicators, sessions, conversations\n"
    "  --names seq|raw      pseudonyms (default) or the names as they are\n"
    "  --period week        day, week or month, for the table timeline\n"
    "  --seed 1  --permutations 1999  --min-n N\n"
    "\n"
    "  -j, --threads N      threads in all; default the cores, at most 4     -q, --quiet  no "
    "summary\n"
    "\n"
    "Exit status: 0 done; 1 done, but something was rejected, late, assumed or undetermined; 2 "
    "usage or codebook;\n"
    "3 unreadable, unknown or truncated input; 4 no messages; 70 internal; 74 output failed.\n";

int help_main(int argc, char **argv) {
    (void)argc;
    (void)argv;
    fputs(page, stdout);
    return output_close(stdout);
}

int version_main(void) {
    puts("attune " ATTUNE_VERSION);
    return output_close(stdout);
}
