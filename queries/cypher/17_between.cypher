// title vi: Đường nối hai văn bản
// title en: How one document leads to another
// question vi: Văn bản này dẫn đến văn bản kia qua những văn bản nào, theo các đường ngắn nhất?
// question en: By way of which documents does this one rest on that one, along the shortest ways?
// parameter from (document) = "5491-kh-ubnd.lam-dong.2023": the later document
// parameter to (document) = "13-nq-tw.ix": the earlier one
// column steps: relations on the way
// column documents: ids from the later document to the earlier one
// column names: symbols or titles of the same
// column types: the type of each relation
// column relations: for who-says-so
// empty: no way of at most 12 relations leads from the one to the other
// In Neo4j Browser run the next line first, without its slashes, then this whole file.
// :params {from: "5491-kh-ubnd.lam-dong.2023", to: "13-nq-tw.ix"}

MATCH p = ALL SHORTEST (a:Document {id: $from})
          -[:IMPLEMENTS|GUIDES|BASED_ON|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS]->{1,12}(b:Document {id: $to})
RETURN length(p) AS steps, [n IN nodes(p) | n.id] AS documents, [n IN nodes(p) | n.name] AS names,
       [r IN relationships(p) | type(r)] AS types, [r IN relationships(p) | r.id] AS relations
ORDER BY documents, relations
