// A project's tree of URLs on the command line.
#include <catch2/catch.hpp>

#include "tests/domains/nodes/packing.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;
using waybill::nodes::test::gzipped;
using waybill::nodes::test::zipped;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

constexpr std::string_view site =
    R"({"urls":["https://example.org/",{"url":"https://example.org/shop/bags/red","title":"Red bag"},)"
    R"("https://example.org/shop","https://example.org/about"]})";

/// A store with ann, ben, and ann's project `Site`.
struct store {
  temp_directory here;
  store() {
    for (const auto* name : {"ann", "ben"})
      REQUIRE(sh(std::string("$W user add ") + name + " --data data").status == 0);
    REQUIRE(as("ann", "project add Site").status == 0);
  }
  [[nodiscard]] auto sh(const std::string& script, const std::string& input = "") const -> ended {
    return run_shell(here.path(), script, input);
  }
  [[nodiscard]] auto as(const std::string& who, const std::string& verb, const std::string& input = "") const
      -> ended {
    return sh("$W " + verb + " --data data --user " + who, input);
  }
  /// What is imported from standard input.
  [[nodiscard]] auto import(std::string_view file, const std::string& more = "") const -> ended {
    return as("ann", "import - --kind nodes --project Site " + more, std::string(file));
  }
  [[nodiscard]] auto node(const std::string& verb, const std::string& who = "ann") const -> ended {
    return as(who, "node " + verb + " --project Site");
  }
  /// The id of a node.
  [[nodiscard]] auto id_of(const std::string& url) const -> std::string {
    return json::parse(node("show --json " + url).out).at("id");
  }
};

/// Without the ids in front.
auto without_ids(const std::string& lines) -> std::string {
  std::string rest;
  for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
    const auto line = lines.substr(at, lines.find('\n', at) + 1 - at);
    rest += line.substr(line.find(' ') + 2);
  }
  return rest;
}

constexpr std::string_view drawn =
    "https://example.org/  Home\n"
    "├─ about  About\n"
    "└─ shop  Shop\n"
    "   └─ bags/red  Red bag\n";

}  // namespace

TEST_CASE("given nodes in a project, when they are listed, drawn and shown, then each verb says its part") {
  const store at;
  const auto import = at.import(site);
  INFO(import.err);
  REQUIRE(import.status == 0);
  CHECK(without_ids(at.node("list").out) ==
        "https://example.org/  Home\nhttps://example.org/about  About\nhttps://example.org/shop  Shop\n"
        "https://example.org/shop/bags/red  Red bag\n");
  CHECK(without_ids(at.node("list --q bAG").out) == "https://example.org/shop/bags/red  Red bag\n");
  CHECK(at.node("list --q nothing").out.empty());
  CHECK(without_ids(at.node("list --limit 1 --parent https://example.org").out) ==
        "https://example.org/about  About\n");
  CHECK(json::parse(at.node("list --limit 1 --json").out).at("children_count") == 2);

  CHECK(at.node("tree").out == drawn);
  CHECK(at.node("tree --depth 1").out ==
        "https://example.org/  Home\n├─ about  About\n└─ shop  Shop  (1 node below)\n");
  CHECK(at.node("tree --depth 0").out == "https://example.org/  Home  (3 nodes below)\n");
  CHECK(at.node("tree https://EXAMPLE.org/shop/").out ==
        "https://example.org/shop  Shop\n└─ bags/red  Red bag\n");
  const auto lines = at.node("tree --json").out;
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);

  const auto shown = at.node("show " + at.id_of("https://example.org/shop/bags/red")).out;
  for (const auto* part :
       {": https://example.org/shop/bags/red\n  title: Red bag\n",
        "  below: https://example.org/\n  below: https://example.org/shop\n",
        "  depth: 2, position: 0\n  0 children, 0 nodes below\n", "  created  imp_", " record 2\n"})
    CHECK(holds(shown, part));
  CHECK(holds(at.node("stats").out, "nodes: 4\nroots: 1\n"));
  CHECK(json::parse(at.node("stats --json").out).at("max_depth") == 2);
}

TEST_CASE("given a node that was changed and deleted, when it is shown, then its history says how") {
  const store at;
  REQUIRE(at.import(site).status == 0);
  const auto update = R"([{"url":"https://example.org/shop","title":"The shop","metadata":{"a":1}}])";
  REQUIRE(at.import(update, "--on-duplicate update").status == 0);
  const auto id = at.id_of("https://example.org/shop");
  CHECK(holds(at.node("show " + id).out, R"(record 1  title "Shop" -> "The shop"  metadata {} -> {"a":1})"));
  CHECK(at.node("delete https://example.org/shop").out == id + ": deleted\n");
  CHECK(holds(at.node("tree").out, "└─ shop/bags/red  Red bag\n"));
  const auto gone = at.node("show " + id);
  CHECK(gone.status == 0);
  CHECK(gone.out.starts_with(id + ": deleted\n"));
  CHECK(holds(gone.out, "  deleted  by usr_"));
  const auto all = json::parse(at.node("show --json " + id).out);
  CHECK(all.at("deleted") == true);
  CHECK(all.at("history").size() == 3);
  const auto again = at.node("delete " + id);
  CHECK(again.status == 2);
  CHECK(again.err == "waybill: There is no such node.\n");
}

TEST_CASE(
    "given a node, when title and metadata are set, then they are merged, and its history says by whom") {
  const store at;
  REQUIRE(at.import(site).status == 0);
  const std::string shop = "https://example.org/shop";
  const auto id = at.id_of(shop);
  CHECK(at.node("set " + shop + R"( --title 'The shop' --metadata '{"a":1,"b":2}')").out ==
        id + R"(: title The shop, metadata {"a":1,"b":2})" + "\n");
  CHECK(at.node("set " + id + R"( --no-title --metadata '{"a":null,"c":"é"}')").out ==
        id + R"(: title Shop, metadata {"b":2,"c":"é"})" + "\n");
  CHECK(at.node("set " + id + " --metadata null").out == id + ": title Shop, metadata {}\n");
  CHECK(holds(at.node("show " + id).out, "  updated  by usr_"));
  for (const auto* wrong : {"", "--metadata '[]'", "--metadata '{'", "--title ''", "--title a --no-title"}) {
    CAPTURE(wrong);
    CHECK(at.node("set " + id + " " + wrong).status == 2);
  }
  CHECK(holds(at.node("set https://example.org/none --title x").err, "There is no such node."));
  REQUIRE(at.as("ann", "project grant Site ben viewer").status == 0);
  CHECK(holds(at.node("set " + id + " --title x", "ben").err, "takes the role editor"));
  CHECK(json::parse(at.node("show --json " + id).out).at("history").size() == 4);
}

TEST_CASE(
    "given what is no node, project or option, when a verb gets it, then one sentence says so, with 2") {
  const store at;
  REQUIRE(at.import(site).status == 0);
  const std::vector<std::pair<std::string, std::string>> words{
      {"show nothing", "'nothing' is no node: give an id (nod_...) or a URL"},
      {"show ftp://example.org/", "is no node"},
      {"show https://example.org/none", "There is no such node."},
      {"show nod_none", "There is no such node."},
      {"tree nod_00000000000000000000000000", "There is no such node."},
      {"list --parent https://example.org/none", "There is no such node."},
      {"list --parent ''", "The option '--parent' is empty"},
      {"tree --depth -1", "--depth"},
      {"tree --depth many", "--depth"},
      {"list --limit 0", "--limit"},
      {"delete", "NODE is required"},
      {"grow", "'grow' is no verb of 'waybill node'"}};
  for (const auto& [verb, sentence] : words) {
    CAPTURE(verb);
    const auto refused = at.node(verb);
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
    CHECK(holds(refused.err, sentence));
    CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
  }
  CHECK(at.as("ann", "node list --project Other").err == "waybill: You are in no project 'Other'.\n");
  CHECK(holds(at.as("ann", "node list").err, "--project is required"));
  const auto odd = at.sh("$W node show --project Site --data data --user ann -- -x --json");
  CHECK(holds(odd.err, "'-x' is no node"));
  CHECK(holds(at.import(site, "--on-duplicate overwrite").err,
              "--on-duplicate is skip, update or error for imports of nodes."));
}

TEST_CASE("given members with roles, when they use the verbs of nodes, then each may what the role allows") {
  const store at;
  REQUIRE(at.import(site).status == 0);
  CHECK(at.node("tree", "ben").err == "waybill: You are in no project 'Site'.\n");
  REQUIRE(at.as("ann", "project grant Site ben viewer").status == 0);
  CHECK(at.node("tree", "ben").out == drawn);
  CHECK(holds(at.node("delete https://example.org/shop", "ben").err, "takes the role editor"));
  REQUIRE(at.as("ann", "project grant Site ben editor").status == 0);
  CHECK(at.node("delete https://example.org/shop", "ben").status == 0);
}

TEST_CASE("given nodes in every format, when they come on standard input, then they are the same tree") {
  const std::string lines =
      "\"https://example.org/\"\n{\"url\":\"https://example.org/shop/bags/red\",\"title\":\"Red bag\"}\n\n"
      "\"https://example.org/shop\"\n\"https://example.org/about\"";
  const std::string list =
      "# mine\nhttps://example.org/\nhttps://example.org/shop/bags/red Red bag\n\nhttps://example.org/shop\n"
      "https://example.org/about\n";
  const std::string table =
      "url;title\r\nhttps://example.org/;\r\nhttps://example.org/shop/bags/red;\"Red bag\"\r\n"
      "https://example.org/shop;\r\nhttps://example.org/about;\r\n";
  const auto sitemap_of = [](const std::vector<std::string>& paths) {
    std::string text = R"(<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)";
    for (const auto& path : paths) text += "<url><loc>https://example.org" + path + "</loc></url>";
    return text + "</urlset>";
  };
  const auto index =
      R"(<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)"
      R"(<sitemap><loc>https://example.org/a.xml</loc></sitemap>)"
      R"(<sitemap><loc>https://example.org/b.xml.gz</loc></sitemap></sitemapindex>)";
  const auto sitemap = sitemap_of({"/", "/shop/bags/red", "/shop", "/about"});
  const auto archive = zipped({{"sitemap.xml", index},
                               {"a.xml", sitemap_of({"/shop/bags/red", "/about"})},
                               {"b.xml.gz", gzipped(sitemap_of({"/", "/shop"}))}});
  const std::vector<std::pair<std::string, std::string>> files{{"json_batch", std::string(site)},
                                                               {"json_lines", lines},
                                                               {"csv", table},
                                                               {"sitemap", sitemap},
                                                               {"json_lines", gzipped(lines)},
                                                               {"csv", gzipped(table)},
                                                               {"sitemap", gzipped(sitemap)},
                                                               {"sitemap_zip", archive},
                                                               {"urls", list}};
  const store at;
  for (const auto& [format, file] : files) {
    CAPTURE(format, file.substr(0, 20));
    REQUIRE(at.as("ann", "project add '" + format + std::to_string(file.size()) + "'").status == 0);
    const auto in = " --project " + format + std::to_string(file.size());
    const auto import = at.as("ann", "import - --kind nodes" + in, file);
    INFO(import.err);
    CHECK(import.status == 0);
    CHECK(holds(import.out, "4 created"));
    const auto tree = at.as("ann", "node tree" + in).out;
    const bool has_title = !holds(format, "sitemap");
    CHECK(tree == (has_title ? std::string(drawn) : std::string(drawn).replace(drawn.find(" bag\n"), 4, "")));
    const auto shown = json::parse(at.as("ann", "list --json" + in).out);
    CHECK(shown.at("format") == format);
  }
  const auto alone = at.import(index);
  CHECK(alone.status == 2);
  CHECK(holds(alone.err, "The index of sitemaps came without"));
  CHECK(at.node("list").out.empty());
}

TEST_CASE(
    "given titles and URLs that would steer a terminal, when nodes are shown, then they are seen only") {
  const std::string turned = "\u202e", escape = "\\u001b[2J";
  const store at;
  const auto import = at.import(R"([{"url":"https://example.org/a)" + turned + R"(","title":"x)" + turned +
                                escape + R"(","metadata":{"k)" + turned + R"(":"v"}}])");
  REQUIRE(import.status == 0);
  const auto id = json::parse(at.node("list --json").out).at("id").get<std::string>();
  REQUIRE(at.import(R"([{"url":"https://example.org/a)" + turned + R"(","title":"y)" + turned + R"("}])",
                    "--on-duplicate update")
              .status == 0);
  for (const auto& verb : {std::string("list"), std::string("tree"), "show " + id, "show x" + turned}) {
    CAPTURE(verb);
    const auto said = at.node(verb);
    for (const auto& mark : {turned, std::string("\x1b")}) CHECK_FALSE(holds(said.out + said.err, mark));
  }
  CHECK(json::parse(at.node("list --json").out).at("title") == "y" + turned);
}

TEST_CASE("given outputs that take nothing, when a verb of nodes writes there, then it ends with 74") {
  const store at;
  REQUIRE(at.import(site).status == 0);
  for (const std::string verb :
       {"list", "list --json", "tree", "tree --json", "tree https://example.org/shop",
        "show https://example.org/", "show --json https://example.org/", "stats", "stats --json", "export",
        "export --format csv -o -"}) {
    for (const std::string to : {" > /dev/full", " >&-", " <&- >&-", " <&- >&- 2>&-"}) {
      CAPTURE(verb, to);
      const auto end = at.sh("$W node " + verb + " --project Site --data data --user ann" + to);
      CHECK(end.status == 74);
    }
    CHECK(at.sh("$W node " + verb + " --project Site --data data --user ann 2>&-").status == 0);
  }
  CHECK(at.node("tree").out == drawn);
  CHECK(at.sh("grep -raE 'Red bag|bags/red' data/log/LOG data/projections/LOG").out.empty());
  CHECK(at.sh("$W log verify --data data").status == 0);
}

TEST_CASE("given a server, when the verbs of nodes ask it, then they say what they say offline") {
  const store at;
  REQUIRE(at.import(site).status == 0);
  const auto token = at.sh("$W token add t --data data --user ann | tail -n 1").out;
  const server running{at.here / "data"};
  const auto node = [&](const std::string& verb) {
    return at.sh("$W node " + verb + " --project Site --server " + running.url() + " --token " + token);
  };
  CHECK(node("tree").out == drawn);
  CHECK(holds(node("show https://example.org/shop").out, "  title: Shop\n"));
  CHECK(holds(node("delete https://example.org/shop").out, ": deleted\n"));
  CHECK(holds(node("stats").out, "nodes: 3\n"));
  const auto piped =
      at.sh("$W import - --kind nodes --project Site --server " + running.url() + " --token " + token,
            std::string(site));
  CHECK(piped.status == 0);
  CHECK(holds(piped.out, "1 created, 0 updated, 3 skipped"));
  CHECK(node("tree").out == drawn);
}
