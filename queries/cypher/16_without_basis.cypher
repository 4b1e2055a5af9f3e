// title vi: Kế hoạch chưa rõ dựa vào văn bản nào
// title en: Plans that are not known to rest on anything
// question vi: Kế hoạch nào của một cấp chưa thấy thực hiện, căn cứ, sửa đổi hay tổng kết văn bản nào?
// question en: Which plans of a level are not known to implement, rest on, change or review any document?
// parameter level (text central|state-central|ministry|province|district|commune) = "province": the level of who issued it
// column id: what other questions call it
// column name: its symbol, else its title
// column date: the day it was issued, or the year
// column body: who issued it
// column place: its province
// column title: what it is about
// column cites: how many documents it cites all the same
// empty: every plan of that level rests on something that is known here
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {level: "province"}

MATCH (d:Plan)
WHERE d.level = $level AND NOT EXISTS {
  (d)-[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]->()
}
RETURN d.id AS id, d.name AS name, nullIf(d.day, '') AS date, d.body_name AS body, d.place AS place, d.title AS title,
       COUNT { (d)-[:CITES]->() } AS cites
ORDER BY date IS NULL, date, id
