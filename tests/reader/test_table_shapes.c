// Corpora that come as tables are read by the names of their columns alone.
#include "reader/taken.h"

#include <criterion/criterion.h>

Test(table_shapes, annomi_is_read_by_its_columns) {
    taken t = take_text("mi_quality,transcript_id,interlocutor,timestamp,utterance_text\n"
                        "high,0,therapist,00:00:13,you came\nhigh,0,client,00:00:15,I did\n"
                        "low,1,client,00:00:02,hm\n",
                        (intake_options){0});
    expect_events(&t, "<0|therapist:you came|client:I did|+><1|client:hm|+>");
}

Test(table_shapes, meld_is_read_by_its_columns_with_its_quotation_marks) {
    taken t = take_text("Sr No.,Utterance,Speaker,Emotion,Dialogue_ID,Utterance_ID,StartTime\n"
                        "1,\"It\xC2\x92s me, \xC2\x93Pia\xC2\x94\",Pia,joy,0,0,\"00:16:16,059\"\n"
                        "2,caf\xC3\xA9 \xC2\xA0 \xC2\x81,Bob,joy,0,1,\"00:16:17,059\"\n"
                        "3,x\xC2\x85,Bob,joy,1,0,\"00:16:17,059\"\n",
                        (intake_options){0});
    expect_events(&t, "<0|Pia:It’s me, “Pia”|Bob:café \xC2\xA0 \xEF\xBF\xBD|+><1|Bob:x…|+>");
}
