// The examples of docs/lead_values.md.
#include <map>

#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

/// The cells of a row of a table in Markdown.
auto columns_of(std::string_view line) -> std::vector<std::string> {
  std::vector<std::string> columns;
  line.remove_prefix(1);
  while (!line.empty()) {
    const auto end = std::min(line.find('|'), line.size());
    columns.emplace_back(text::trimmed_of_spaces(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return columns;
}

/// What stands between the first two marks of code, as it stands.
auto code_in(std::string_view text) -> std::string {
  const auto begin = text.find('`');
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin + 1, text.rfind('`') - begin - 1));
}

/// `a` `b` as "a b"
auto codes_in(std::string text) -> std::string {
  std::erase(text, '`');
  return text;
}

auto codes_of(const lead_reading& of) -> std::string {
  std::string all;
  for (const auto* list : {&of.faults, &of.warnings})
    for (const auto& one : *list) all.append(all.empty() ? "" : " ").append(name_of(one.code));
  return all;
}

void run_example(const std::vector<std::string>& heads, const std::vector<std::string>& columns) {
  std::vector<std::pair<lead_field, std::string>> given;
  std::map<std::string, std::string> wanted;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const bool is_cell = heads[i].starts_with("cell of ") || heads[i].starts_with("of ");
    if (is_cell)
      given.emplace_back(lead_field_of(code_in(heads[i])).value(), code_in(columns[i]));
    else
      wanted[heads[i]] = heads[i] == "says" ? codes_in(columns[i]) : code_in(columns[i]);
  }
  const auto field = given[0].first;
  lead_cells cells{};
  cells[at(lead_field::external_id)] = "1";
  for (const auto& [of, text] : given) cells[at(of)] = text;
  const auto found = read_lead(cells, rules());
  INFO(name_of(field) << " " << given[0].second);
  CHECK(found.value(field) == wanted["value"]);
  CHECK(codes_of(found) == wanted["says"]);
  if (wanted.contains("key"))
    CHECK((field == lead_field::email ? found.keys.email : found.keys.phone) == wanted["key"]);
}

}  // namespace

TEST_CASE(
    "given the documentation of leads' values, when its examples are read, then each is what the page says") {
  std::ifstream page("docs/lead_values.md");
  std::string line;
  std::vector<std::string> heads;
  std::size_t examples = 0;
  while (std::getline(page, line)) {
    if (!line.starts_with('|')) {
      heads.clear();
    } else if (line.starts_with("| cell of ")) {
      heads = columns_of(line);
    } else if (!heads.empty() && !line.starts_with("|---")) {
      run_example(heads, columns_of(line));
      ++examples;
    }
  }
  CHECK(examples > 120);
}

TEST_CASE(
    "given the documentation of leads' values, when its codes are compared, then they are all there are") {
  std::ifstream page("docs/lead_values.md");
  const std::string text{std::istreambuf_iterator<char>(page), std::istreambuf_iterator<char>()};
  for (std::size_t i = 0; i < lead_code_count; ++i) {
    const auto code = static_cast<lead_code>(i);
    INFO(name_of(code));
    CHECK(text.find("`" + std::string(name_of(code)) + "`") != std::string::npos);
    CHECK(lead_code_of(name_of(code)) == code);
    for (const auto in : {language::english, language::french}) {
      const auto sentence = sentence_of({code, lead_field::phone, "06", "07"}, in);
      CHECK(sentence.find('{') == std::string::npos);
      CHECK(sentence.ends_with(code == lead_code::email_typo ? '?' : '.'));
    }
    CHECK(sentence_pattern(code, language::english) != sentence_pattern(code, language::french));
  }
}
