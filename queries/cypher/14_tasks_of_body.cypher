// title vi: Nhiệm vụ của một cơ quan
// title en: Tasks of a body
// question vi: Cơ quan này đặt ra hoặc được giao những nhiệm vụ nào, hạn đến khi nào, để thực hiện văn bản nào?
// question en: Which tasks did this body set or receive, when are they due, and what do they implement?
// parameter body (text) = "ban-to-chuc-tinh-uy-dong-nai": id of the body
// column role: sets it, or assigned to it
// column ordinal: the number it bears in its source
// column task: its words
// column assigned_to: who has to do it, as written
// column due: the day it has to be done by
// column recurring: true when it comes again and again
// column implements: the documents it implements
// column source: title of the text that holds it
// column url: where a person can look
// column id: what other questions call it
// empty: no task that is known here is set by this body or assigned to it
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {body: "ban-to-chuc-tinh-uy-dong-nai"}

CALL () {
  MATCH (t:Task {body: $body})
  RETURN t, 'sets' AS role
  UNION
  MATCH (t:Task)-[:ASSIGNED_TO]->(:IssuingBody {id: $body})
  RETURN t, 'assigned' AS role
}
MATCH (s:Source {id: t.source})
RETURN role, t.ordinal AS ordinal, t.text AS task, t.assigned_to AS assigned_to, t.due AS due, t.recurring AS recurring,
       COLLECT { MATCH (t)-[:IMPLEMENTS]->(d:Document) RETURN d.id ORDER BY d.id } AS implements,
       s.title AS source, s.url AS url, t.id AS id
ORDER BY role DESC, t.source, t.n
