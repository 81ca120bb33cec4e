#include <array>

#include "cli/download.hpp"
#include "cli/kinds/bookmarks/verbs.hpp"
#include "cli/verb_lines.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::array<std::string_view, 2> duplicates{"skip", "overwrite"};

void add_verbs(CLI::App& app, job& chosen) {
  const auto [exporting, out] = verb<export_options>(app, chosen, "export", "Write all bookmarks to a file");
  exporting->add_option("-o,--output", out->file, "The file; - or nothing: standard output");
  exporting->add_option("--tag", out->tags, "Only bookmarks with this tag; may be repeated: all must match")
      ->allow_extra_args(false);
  exporting->add_option(
      "--format", out->format,
      "activitystreams (default), netscape (what browsers import), csv, json (Pinboard's), opml (feeds)");
  exporting->add_option("-q,--search", out->text, "Only bookmarks that hold this text");
  exporting->add_option(
      "--since", out->since,
      "Only what was created or updated since this date, or since so long ago: 12h, 30d, 8w");
  exporting->add_option("--limit", out->limit, "Only so many of the newest")->check(whole_number());
  add_target(*exporting, out->where);

  const auto [id, i] =
      verb<identity_options>(app, chosen, "identity", "Normalized form and identity of URLs, as JSON lines");
  id->add_option("URL", i->urls, "URLs");
  id->add_flag("--stdin", i->from_stdin, "Read URLs from standard input, one a line");
}

}  // namespace

auto run(const export_options& options) -> result<int> {
  std::string path = "/api/v1/bookmarks/export?format=" + text::percent_encoded(options.format);
  if (!options.text.empty()) path += "&q=" + text::percent_encoded(options.text);
  if (!options.limit.empty()) path += "&limit=" + text::percent_encoded(options.limit);
  for (const auto& tag : options.tags) path += "&tag=" + text::percent_encoded(tag);
  if (!options.since.empty()) path += "&since=" + text::percent_encoded(options.since);
  return download_to(options.file, options.where, path);
}

auto bookmarks_room() -> kind_room {
  return {"bookmarks",
          duplicates,
          add_verbs,
          {"docs/examples/bookmarks.json",
           R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection",)"
           R"("items":[{"type":"Link","href":"https://example.org/"}]})",
           "/api/v1/bookmarks"}};
}

}  // namespace waybill::cli
