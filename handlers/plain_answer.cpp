#include "handlers/plain_answer.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace waybill::handlers {
namespace {

/// Members that may stand in any order, once each.
struct plain_object {
  bool has_ok = false;
  std::optional<std::uint64_t> row_index;
  std::optional<row_said::verdict> outcome;
};

class scanner {
 public:
  explicit scanner(std::string_view text) : left_(text) {}

  auto take(std::string_view what) -> bool {
    pass_blanks();
    if (!left_.starts_with(what)) return false;
    left_.remove_prefix(what.size());
    return true;
  }
  auto is_at_end() -> bool {
    pass_blanks();
    return left_.empty();
  }
  /// A whole number that is spelled as JSON wants it, and fits.
  auto number() -> std::optional<std::uint64_t> {
    pass_blanks();
    std::uint64_t read = 0;
    const auto end = std::from_chars(left_.data(), left_.data() + left_.size(), read);
    const auto digits = static_cast<std::size_t>(end.ptr - left_.data());
    if (end.ec != std::errc{} || (digits > 1 && left_.front() == '0')) return std::nullopt;
    left_.remove_prefix(digits);
    return read;
  }
  auto object() -> std::optional<plain_object> {
    plain_object read;
    if (!take("{")) return std::nullopt;
    do {
      if (!member(read)) return std::nullopt;
    } while (take(","));
    return take("}") && read.has_ok ? std::optional(read) : std::nullopt;
  }

 private:
  void pass_blanks() {
    while (!left_.empty() &&
           (left_.front() == ' ' || left_.front() == '\t' || left_.front() == '\r' || left_.front() == '\n'))
      left_.remove_prefix(1);
  }

  auto member(plain_object& into) -> bool {
    if (take("\"ok\"")) return !std::exchange(into.has_ok, true) && take(":") && take("true");
    if (take("\"row_index\"")) {
      if (into.row_index || !take(":")) return false;
      into.row_index = number();
      return into.row_index.has_value();
    }
    return take("\"outcome\"") && !into.outcome && take(":") && outcome(into);
  }
  auto outcome(plain_object& into) -> bool {
    using verdict = row_said::verdict;
    static constexpr std::array<std::pair<std::string_view, verdict>, 3> words{
        {{"\"created\"", verdict::created},
         {"\"updated\"", verdict::updated},
         {"\"skipped\"", verdict::skipped}}};
    for (const auto& [word, means] : words)
      if (take(word)) into.outcome = means;
    return into.outcome.has_value();
  }

  std::string_view left_;
};

void say(const plain_object& what, std::size_t result_columns, row_said& into) {
  into.what = what.outcome.value_or(row_said::verdict::created);
  into.results.resize(result_columns);
}

}  // namespace

auto plain_row_answer(std::string_view text, std::size_t result_columns) -> std::optional<row_answer> {
  scanner from{text};
  const auto object = from.object();
  if (!object || !from.is_at_end()) return std::nullopt;
  row_answer made;
  say(*object, result_columns, made.said);
  made.row_index = object->row_index;
  return made;
}

auto plain_batch_answer(std::string_view text, std::optional<std::uint64_t> batch,
                        std::span<const std::uint64_t> expected, std::size_t result_columns)
    -> std::optional<std::vector<row_said>> {
  scanner from{text};
  if (!from.take("{")) return std::nullopt;
  if (batch && (!from.take("\"batch\"") || !from.take(":") || from.number() != batch || !from.take(",")))
    return std::nullopt;
  if (!from.take("\"answers\"") || !from.take(":") || !from.take("[")) return std::nullopt;
  std::vector<row_said> said(expected.size());
  for (std::size_t place = 0; place < said.size(); ++place) {
    if (place > 0 && !from.take(",")) return std::nullopt;
    const auto object = from.object();
    if (!object || object->row_index.value_or(expected[place]) != expected[place]) return std::nullopt;
    say(*object, result_columns, said[place]);
  }
  if (!from.take("]") || !from.take("}") || !from.is_at_end()) return std::nullopt;
  return said;
}

}  // namespace waybill::handlers
