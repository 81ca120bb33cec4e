#include "http/kinds/nodes/room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "http/kinds/nodes/resources.hpp"
#include "http/kinds/nodes/shapes.hpp"
#include "http/openapi.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

constexpr query_words q{"q", "Looked for in title and path.", text};
constexpr query_words parent{"parent", "Only the children of this node.", text};
constexpr query_words depth{"depth", "So many levels below the node; without it all.",
                            R"({"type":"integer","minimum":0})"};
constexpr query_words url{"url", "The node that has this URL, however it is spelled.", text};
constexpr query_words format{
    "format", "Flat JSON, nested JSON, a table or a sitemap.",
    R"({"type":"string","enum":["json","json-nested","csv","sitemap"],"default":"json"})"};
constexpr query_words part{"part", "Of a sitemap beyond 50,000 URLs: the file of that number in its index.",
                           R"({"type":"integer","minimum":1})"};

auto lines() -> std::vector<line> {
  return {
      post("/api/v1/imports/batch", submit_batch, "importBatch", 202, "BatchAccepted",
           "Import up to 10,000 URLs into a project's tree.")
          .takes("Batch", body_kind::long_json)
          .lasts(),
      get("/api/v1/projects/{id}/nodes", list_nodes, "listNodes", "NodeList", "All nodes, by path.")
          .asks({parent, q, limit, cursor}),
      get("/api/v1/projects/{id}/nodes/roots", list_roots, "listRoots", "NodeList",
          "Nodes without a parent, by path.")
          .asks({q, limit, cursor}),
      get("/api/v1/projects/{id}/nodes/by-url", get_node_by_url, "getNodeByUrl", "Node",
          "One node, by its URL.")
          .asks({url}),
      get("/api/v1/projects/{id}/nodes/export", export_nodes, "exportNodes",
          "application/json,text/csv,application/xml",
          "All nodes as a file. Above 50,000 a sitemap is an index, and its parts are asked for by number.")
          .asks({format, part})
          .lasts(),
      get("/api/v1/projects/{id}/nodes/{node}", get_node, "getNode", "Node", "One node."),
      change("/api/v1/projects/{id}/nodes/{node}", change_node, "changeNode", "Node",
             "Change a node's title and metadata; for editors. Metadata is merged, null removes.")
          .takes("NodeEdit"),
      remove("/api/v1/projects/{id}/nodes/{node}", delete_node, "deleteNode",
             "Delete a node; for editors. Its children go to its parent, the log keeps what it was."),
      get("/api/v1/projects/{id}/nodes/{node}/children", list_children, "listChildren", "NodeList",
          "A node's children, by path.")
          .asks({q, limit, cursor}),
      get("/api/v1/projects/{id}/nodes/{node}/ancestors", stream_ancestors, "listAncestors", "NodeList",
          "From the root down to the node's parent.")
          .lasts(),
      get("/api/v1/projects/{id}/nodes/{node}/subtree", stream_subtree, "getSubtree", "NodeList",
          "The node and all below it, each parent before its children.")
          .asks({depth})
          .lasts(),
      get("/api/v1/projects/{id}/nodes/{node}/history", node_history, "nodeHistory", "NodeHistoryList",
          "Every change of a node, oldest first.")
          .asks({limit, cursor}),
      get("/api/v1/projects/{id}/tree/stats", tree_stats_of, "treeStats", "TreeStats",
          "How large the project's tree is, as of a position of the log."),
      get("/projects/{id}/nodes", show_page, "", "text/html", "").of_pages(),
      get("/projects/{id}/nodes/{node}", show_page, "", "text/html", "").of_pages(),
  };
}

// As JSON text: that is how it reads best, and how it comes out.
constexpr const char* shapes = R"json({
"PlainNode": {"type": "object", "required": ["url", "path", "title", "slug", "metadata", "created_at", "updated_at"],
  "properties": {"url": {"type": "string", "description": "As it was given."}, "path": {"type": "string"},
  "title": {"type": "string"}, "slug": {"type": "string"}, "metadata": {"type": "object"},
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"}}},
"Node": {"allOf": [{"$ref": "#/components/schemas/PlainNode"}, {"type": "object",
  "required": ["id", "parent", "depth", "position", "children_count", "subtree_count", "import"],
  "properties": {"id": {"type": "string"}, "parent": {"type": ["string", "null"]},
  "depth": {"type": "integer", "description": "By parents; a root has 0."},
  "position": {"type": ["integer", "null"], "description": "Among its siblings, from 0; null where it is not counted."},
  "children_count": {"type": "integer"}, "subtree_count": {"type": "integer", "description": "With itself."},
  "import": {"type": ["string", "null"], "description": "Which wrote it last."},
  "breadcrumb": {"type": "array", "items": {"type": "string"}, "description": "Of one node alone."}}}]},
"NodeEdit": {"type": "object", "properties": {
  "title": {"type": ["string", "null"], "description": "Null or blank: as the address says."},
  "metadata": {"type": ["object", "null"], "description": "Merged by key; null removes a key, or all."}}},
"NodeChange": {"type": "object", "required": ["position", "at", "by", "what", "import", "record", "change", "before", "after"],
  "properties": {"position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string"}, "what": {"type": "string", "enum": ["created", "updated", "deleted"]},
  "import": {"type": ["string", "null"]}, "record": {"type": ["integer", "null"]},
  "change": {"type": ["string", "null"], "description": "The change of many that made it."},
  "before": {"oneOf": [{"$ref": "#/components/schemas/PlainNode"}, {"type": "null"}]},
  "after": {"oneOf": [{"$ref": "#/components/schemas/PlainNode"}, {"type": "null"}]}}},
"TreeStats": {"type": "object",
  "required": ["nodes", "roots", "leaves", "max_depth", "average_children", "max_children", "hosts", "position"],
  "properties": {"nodes": {"type": "integer"}, "roots": {"type": "integer"}, "leaves": {"type": "integer"},
  "max_depth": {"type": "integer"}, "average_children": {"type": "number"}, "max_children": {"type": "integer"},
  "hosts": {"type": "integer"}, "position": {"type": "integer", "description": "Of the log."}}},
"BatchItem": {"type": "object", "required": ["url"], "properties": {"url": {"type": "string"},
  "title": {"type": "string"}, "metadata": {"type": "object"}, "lastmod": {"type": "string"},
  "changefreq": {"type": "string"}, "priority": {"type": ["number", "string"]}}},
"Batch": {"type": "object", "required": ["project", "urls"], "properties": {"project": {"type": "string"},
  "urls": {"type": "array", "minItems": 1, "maxItems": 10000,
    "items": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/BatchItem"}]}},
  "options": {"$ref": "#/components/schemas/NodeImportOptions"}}},
"NodeSettings": {"type": "object", "properties": {"scheme": {"type": "boolean"}, "keep_query": {"type": "boolean"}}},
"ProjectDetails": {"properties": {"nodes": {"$ref": "#/components/schemas/NodeSettings"}}},
"PlainProject": {"properties": {"nodes": {"$ref": "#/components/schemas/NodeSettings"}}},
"NodeImportOptions": {"type": "object", "properties": {
  "chunk_size": {"type": "integer", "minimum": 10, "maximum": 500, "description": "Records that are written at once."},
  "on_duplicate": {"type": "string", "enum": ["skip", "update", "error"], "default": "skip"},
  "build_relationships": {"type": "boolean", "default": true},
  "scheme": {"type": "boolean", "readOnly": true, "description": "The project's, as when work began."},
  "keep_query": {"type": "boolean", "readOnly": true}}},
"BatchAccepted": {"type": "object", "required": ["import", "stream"], "properties": {
  "import": {"$ref": "#/components/schemas/Import"}, "stream": {"type": "string"}}}
})json";

auto schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(shapes);
  all["NodeList"] = list_of("Node");
  all["NodeHistoryList"] = list_of("NodeChange");
  return all;
}

constexpr auto sentences = std::to_array<reason_words>({
    {"nodes_foreign_in", "The file is {kind} in {encoding}, which no import of nodes reads."},
    {"nodes_foreign", "The file is {kind}, which no import of nodes reads."},
    {"nodes_table_without_urls",
     "The table names no column of URLs: call one 'url'. Its first line is: {names}."},
    {"batch_key_unknown", "The key '{name}' is not known; a batch knows 'project', 'urls' and 'options'."},
    {"urls_no_list", "'urls' is not a list."},
    {"urls_missing", "There is no list 'urls' in the document."},
    {"urls_nowhere",
     "No URLs are found in the file: a list 'urls', a column 'url' or a sitemap is expected."},
    {"sitemap_without_urls", "In the first tag of the sitemap no 'url' stands, but '{name}'."},
    {"zip_without_sitemap", "There is no sitemap in the ZIP."},
    {"index_alone",
     "The index of sitemaps came without {names}. Nothing is fetched: put the index and all of its sitemaps "
     "into one ZIP."},
    {"index_names_other", "The index of sitemaps names {name}, which is in the ZIP and is no sitemap."},
    {"nodes_option_unknown",
     "The option '{name}' is not known; nodes know 'on_duplicate', 'chunk_size' and 'build_relationships'."},
    {"nodes_duplicates_rule", "'on_duplicate' must be 'skip', 'update' or 'error'."},
    {"chunk_size_rule", "'chunk_size' must be a whole number from 10 to 500."},
    {"relationships_rule", "'build_relationships' must be true or false."},
    {"no_node", "There is no such node."},
    {"url_rule", "The parameter 'url' is a URL of the web."},
    {"depth_rule", "The parameter 'depth' is a number of levels, from 0."},
    {"batch_long", "A batch has at most {limit} URLs; more can be sent as a file."},
    {"batch_often", "At most {limit} batches are taken a minute; please try again in {n} seconds."},
    {"batch_project", "A batch has to name its 'project', as text."},
    {"batch_empty", "The list 'urls' is empty."},
    {"member_long", "The value of '{name}' is longer than {bytes} bytes."},
    {"nodes_format_rule", "The parameter 'format' is json, json-nested, csv or sitemap."},
    {"part_rule", "The parameter 'part' is the number of a sitemap of the index, from 1."},
    {"settings_object", "Settings of nodes are a JSON object."},
    {"setting_unknown", "The setting '{name}' is not known; nodes know 'scheme' and 'keep_query'."},
    {"setting_rule", "'{name}' must be true or false."},
    {"node_wish", "A change of a node is a JSON object."},
    {"title_rule", "'title' must be text or null."},
    {"metadata_rule", "'metadata' must be an object or null."},
    {"option_twice", "'{name}' is given twice, and not the same."},
});

}  // namespace

auto nodes_room() -> kind_room { return {"nodes", lines, schemas, sentences, {}, write_chunks}; }

}  // namespace waybill::http
