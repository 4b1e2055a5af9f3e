// title vi: Văn bản được dẫn nhiều mà chưa ai đọc
// title en: Most cited documents whose text was not read
// question vi: Những văn bản nào được nhắc đến nhiều nhất mà chưa có toàn văn, nên tìm trước?
// question en: Which documents are referred to most while nobody has read their own text, and should be found first?
// parameter known_by (list citation|table) = ["citation", "table"]: citation for what is only referred to, table for what a register lists
// parameter least (integer 0..1000) = 1: leaves out what fewer documents refer to
// column id: what other questions call it
// column name: its symbol, else its title
// column date: the day it was issued, or the year
// column body: who issued it
// column known_by: citation or table
// column cited_by: how many documents and tasks refer to it in any way
// column sources: how many sources speak of it
// empty: the text of every document that is referred to so often was read
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {known_by: ["citation", "table"], least: 1}

MATCH (d:Document)
WHERE d.known_by IN $known_by
WITH d, COUNT {
  MATCH (d)<-[r:IMPLEMENTS|GUIDES|BASED_ON|CITES|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]-(a)
  WHERE r.counted
  RETURN DISTINCT a
} AS cited_by
WHERE cited_by >= $least
RETURN d.id AS id, d.name AS name, nullIf(d.day, '') AS date, d.body_name AS body, d.known_by AS known_by, cited_by,
       d.sources AS sources
ORDER BY cited_by DESC, sources DESC, id
