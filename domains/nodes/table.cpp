#include "domains/nodes/table.hpp"

#include <algorithm>
#include <array>

#include "domains/nodes/json_item.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::nodes {
namespace {

namespace csv = formats::csv;
using namespace std::string_view_literals;

auto lowered(std::string_view cell) -> std::string {
  std::string name(unicode::trimmed(cell));
  std::transform(name.begin(), name.end(), name.begin(), text::lower);
  return name;
}

/// `Page_URL` and `page-url` are `page url`.
auto spaced(std::string_view cell) -> std::string {
  auto name = lowered(cell);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
  return name;
}

/// As columns of URLs are called, the likeliest first. The others than these two mean something else, too:
/// there an address of the web has to stand below.
constexpr std::size_t certain_names = 2;
constexpr std::array url_names{"url"sv,       "loc"sv,       "page url"sv,     "full url"sv,
                               "urls"sv,      "uri"sv,       "href"sv,         "link"sv,
                               "given url"sv, "permalink"sv, "landing page"sv, "top pages"sv,
                               "page"sv,      "address"sv,   "adresse"sv,      "pages les plus populaires"sv};
constexpr std::array title_names{"title"sv, "page title"sv, "title 1"sv};

auto is_of_web(std::string_view cell) -> bool {
  cell = unicode::trimmed(cell);
  return text::starts_ignoring_case(cell, "http://") || text::starts_ignoring_case(cell, "https://");
}

auto column_of(std::string_view name) -> column {
  if (name == "metadata") return column::metadata;
  if (is_of_sitemap(name)) return column::of_sitemap;
  return is_derived(name) ? column::derived : column::other;
}

using cells = std::vector<std::string>;

/// The first rows of a table, and where each ends.
struct first_rows {
  std::vector<cells> rows;
  std::vector<std::uint64_t> ends;
};

auto first_rows_of(const csv::dialect& with, std::string_view first) -> first_rows {
  constexpr std::size_t enough = 40;
  csv::row_reader reader(with, with.head_bytes, 1);
  reader.feed(first.substr(std::min(with.head_bytes, first.size())));
  first_rows found;
  for (bool is_finished = false; found.rows.size() < enough;) {
    const auto* const one = reader.next();
    if (one == nullptr && is_finished) break;
    if (one == nullptr) {
      reader.finish();
      is_finished = true;
    } else if (!one->is_blank()) {
      found.rows.emplace_back(one->cells.begin(), one->cells.end());
      found.ends.push_back(one->end_offset);
    }
  }
  return found;
}

/// The column of URLs under the names of row `at`. Where something stands above them, addresses have to stand
/// below.
auto url_column(const first_rows& from, std::size_t at) -> std::optional<std::size_t> {
  const auto holds_url = [&](std::size_t column) {
    return std::any_of(from.rows.begin() + static_cast<std::ptrdiff_t>(at) + 1, from.rows.end(),
                       [&](const auto& row) { return column < row.size() && is_of_web(row[column]); });
  };
  for (std::size_t rank = 0; rank < url_names.size(); ++rank)
    for (std::size_t column = 0; column < from.rows[at].size(); ++column) {
      const bool is_certain = rank < certain_names && at == 0;
      if (spaced(from.rows[at][column]) == url_names.at(rank) && (is_certain || holds_url(column)))
        return column;
    }
  return std::nullopt;
}

auto title_column(const cells& names) -> std::optional<std::size_t> {
  for (const auto wanted : title_names)
    for (std::size_t column = 0; column < names.size(); ++column)
      if (spaced(names[column]) == wanted) return column;
  return std::nullopt;
}

void add_columns(const cells& names, table_head& to) {
  const auto title_at = title_column(names);
  for (const auto& cell : names) {
    const auto at = to.columns.size();
    const auto name = lowered(cell);
    auto what = at == to.url_at ? column::url : title_at && at == *title_at ? column::title : column_of(name);
    // Of two columns with one meaning the first has it.
    const bool is_second = std::find(to.columns.begin(), to.columns.end(), what) != to.columns.end();
    if (what == column::metadata && is_second) what = column::other;
    if (name == "id" && !to.id_at) to.id_at = at;
    auto shown = what == column::other ? text::repaired_utf8(text::trimmed(cell)) : name;
    if (shown.empty()) shown = "column_" + std::to_string(at + 1);
    to.columns.push_back(what);
    to.names.push_back(std::move(shown));
  }
}

/// Two columns of one name would be one member.
void tell_apart(std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto earlier = names.begin() + static_cast<std::ptrdiff_t>(i);
    const auto wanted = names[i];
    for (int number = 2; std::find(names.begin(), earlier, names[i]) != earlier; ++number)
      names[i] = wanted + "_" + std::to_string(number);
  }
}

auto head_with(const csv::dialect& with, std::string_view first) -> std::optional<table_head> {
  constexpr std::size_t most_columns = 1'000;
  constexpr std::size_t most_above = 10;
  const auto from = first_rows_of(with, first);
  for (std::size_t at = 0; at < std::min(from.rows.size(), most_above); ++at) {
    const auto found = from.rows[at].size() > most_columns ? std::nullopt : url_column(from, at);
    if (!found) continue;
    table_head made;
    made.with = with;
    made.rows_at = from.ends[at];
    made.url_at = *found;
    add_columns(from.rows[at], made);
    tell_apart(made.names);
    return made;
  }
  return std::nullopt;
}

}  // namespace

auto table_head_of(std::string_view first) -> std::optional<table_head> {
  auto found = csv::find_dialect(first);
  // How many rows stand above the others is told by the names in them.
  std::erase_if(found.findings, [](const auto& one) { return one.part == "header_row"; });
  auto head = head_with(found.with, first);
  found.with.one_column = false;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    if (head) break;
    found.with.delimiter = delimiter;
    found.findings[1] = {"delimiter", std::string(1, delimiter), "usual"};
    head = head_with(found.with, first);
  }
  if (head) head->parts = std::move(found.findings);
  return head;
}

auto table_head_of(std::string_view first, const std::optional<csv::dialect>& found)
    -> std::optional<table_head> {
  if (found) return head_with(*found, first);
  auto head = table_head_of(first);
  // So it was read before anybody asked how it is written.
  if (head) head->with.written_in = csv::encoding::utf_8;
  return head;
}

auto table_names_of(std::string_view first) -> std::vector<std::string> {
  auto with = csv::find_dialect(first).with;
  if (!csv::is_utf_16(with.written_in)) with.written_in = csv::encoding::utf_8;
  auto rows = first_rows_of(with, first).rows;
  return rows.empty() ? std::vector<std::string>{} : std::move(rows.front());
}

}  // namespace waybill::nodes
