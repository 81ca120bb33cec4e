#include "domains/rows/schema/row_check.hpp"

#include <xxhash.h>

#include <algorithm>

#include "events/codec.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

constexpr std::size_t most_faults = 50;
constexpr std::size_t shown_bytes = 200;

}  // namespace

row_check::row_check(const table_schema& schema, std::span<const std::string> columns, std::string folder)
    : seen_(std::move(folder)) {
  const auto fields = schema.fields();
  const auto column_of = [&](const table_field& field) {
    const auto found = std::find(columns.begin(), columns.end(), field.name);
    return column{&field, static_cast<std::size_t>(found - columns.begin())};
  };
  for (const auto& field : fields)
    if (auto one = column_of(field); one.at < columns.size()) columns_.push_back(one);
  std::sort(columns_.begin(), columns_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& unique : schema.uniques()) {
    auto& made = uniques_.emplace_back();
    for (const auto at : unique.fields) {
      made.columns.push_back(column_of(fields[at]));
      made.name.append(made.name.empty() ? "" : ", ").append(fields[at].name);
    }
  }
}

auto row_check::check(std::span<const std::string_view> cells, const fault_taker& wrong,
                      std::span<const char> typed) -> bool {
  std::size_t faults = 0;
  const auto tell = [&](std::string_view code, std::string_view field, std::string_view value) {
    if (++faults <= most_faults) wrong(code, field, text::cut_to_bytes(value, shown_bytes));
  };
  for (const auto& one : columns_) {
    const auto cell = cell_of(one, cells);
    const auto fault = one.field->fault_of(cell, scratch_, is_typed(one, typed));
    if (!fault.empty()) tell(fault, one.field->name, cell);
  }
  for (std::size_t i = 0; i < uniques_.size(); ++i)
    if (!is_new(i, cells, typed))
      tell("unique", uniques_[i].name, cell_of(uniques_[i].columns.front(), cells));
  return faults == 0;
}

void row_check::remember(std::span<const std::string_view> cells, std::span<const char> typed) {
  for (std::size_t i = 0; i < uniques_.size(); ++i) static_cast<void>(is_new(i, cells, typed));
}

/// What is missing, or is no value, says nothing that another row could say too.
auto row_check::is_new(std::size_t which, std::span<const std::string_view> cells,
                       std::span<const char> typed) -> bool {
  text_.clear();
  byte_writer to{text_};
  to.varint(which);
  for (const auto& one : uniques_[which].columns) {
    const auto cell = cell_of(one, cells);
    if (one.field->is_missing(cell)) return true;
    const bool is_text = one.field->type == field_type::string || one.field->type == field_type::any;
    const bool is_value = is_typed(one, typed);
    if (!one.field->has_type(is_text ? cell : text::trimmed(cell), scratch_, is_value)) return true;
    to.text(one.field->value_text(cell, scratch_, is_value));
  }
  return seen_.add(XXH3_64bits(text_.data(), text_.size()));
}

}  // namespace waybill::rows
