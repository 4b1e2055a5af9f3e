// title vi: Ai nói như vậy, bằng lời nào
// title en: Who says so, and in which words
// question vi: Một quan hệ giữa hai văn bản dựa vào nguồn nào: câu nào của bài viết, dòng nào của bảng, quyết định của ai?
// question en: What stands behind one relation: which words of a text, which row of a table, whose decision?
// parameter relation (relation) = "eb40e1f61f4c0e3cf": id of the relation, as other questions show it
// column kind: text, table or decision
// column quote: the words of the text, or those a curator gave as proof, nothing for a row
// column start: where they begin in the text, in characters
// column end: where they end
// column note: what the table remarks, or the reason of the decision
// column by: the publisher, else the title of the source, or who decided
// column title: of the source
// column url: where a person can look
// column address: the page, or the table and its row
// column date: the day the source was published
// column rule: how the statement was found
// column confidence: 0 to 1
// column inferred: true when no source states it outright
// column claim: id of the statement or of the decision
// empty: no relation has this id
// twin: directive-graph evidence {relation}
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {relation: "eb40e1f61f4c0e3cf"}

CALL () {
  MATCH (c:Claim {edge: $relation})
  MATCH (s:Source {id: c.source})
  OPTIONAL MATCH (t:Text {source: c.source})
  WHERE s.kind = 'text' AND c.start IS NOT NULL AND c.end IS NOT NULL
  RETURN 0 AS part, CASE s.kind WHEN 'text' THEN 'text' ELSE 'table' END AS kind,
         substring(t.text, c.start, c.end - c.start) AS quote, CASE WHEN t IS NOT NULL THEN c.start END AS start,
         CASE WHEN t IS NOT NULL THEN c.end END AS end, c.note AS note, coalesce(s.publisher, s.title) AS by, s,
         c.rule AS rule, c.confidence AS confidence, c.inferred AS inferred, c.id AS claim
  UNION
  MATCH (c:Claim {edge: $relation})
  UNWIND [c.subject, c.object] AS which
  MATCH (r:Referent {source: c.source, n: toIntegerOrNull(substring(which, 1))})
  WHERE which STARTS WITH 'r' AND r.why = 'decision'
  MATCH (d:Decision {cluster: r.cluster})
  WHERE d.source = r.source AND d.start IN COLLECT {
    MATCH (m:Mention {source: r.source})
    WHERE m.n IS NOT NULL AND m.referent = r.n
    RETURN m.start ORDER BY m.start LIMIT 1
  }
  MATCH (s:Source {id: d.source})
  RETURN 1 AS part, 'decision' AS kind, null AS quote, null AS start, null AS end, d.reason AS note, d.who AS by, s,
         'decision' AS rule, 1.0 AS confidence, false AS inferred, d.id AS claim
  UNION
  MATCH (d:Decision {edge: $relation})
  WHERE d.kind <> 'reject'
  RETURN 2 AS part, 'decision' AS kind, d.quote AS quote, null AS start, null AS end, d.reason AS note, d.who AS by,
         null AS s, 'decision' AS rule, 1.0 AS confidence, false AS inferred, d.id AS claim
}
RETURN kind, quote, start, end, note, by, s.title AS title, s.url AS url, s.address AS address, s.date AS date, rule,
       confidence, inferred, claim
ORDER BY part, claim
