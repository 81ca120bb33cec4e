#include "handlers/answer_parts.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "handlers/answer.hpp"
#include "handlers/batch_text.hpp"

namespace waybill::handlers {
namespace {

using nlohmann::json;
using member = answer_parts::member;

constexpr std::size_t most_depth = 32;

/// A value that is no container, or the beginning of one.
struct value {
  enum class kind : std::uint8_t { null, truth, number, text, object, list };
  kind is = kind::null;
  bool truth = false;
  std::optional<std::uint64_t> count;  ///< of a number that is whole and not below 0
  std::string_view text;               ///< of a text; a number as it is spelled
};

/// `1.0` is 1: many languages write whole numbers so.
auto whole_in(double number) -> std::optional<std::uint64_t> {
  constexpr double beyond_exact = 9'007'199'254'740'992.0;
  if (!(number >= 0 && number < beyond_exact) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

/// One value as JSON, laid out anew as it passes by; what is too long is left out.
class spelled {
 public:
  void key(std::string_view name) {
    if (is_full()) return;
    put(name, value::kind::text);
    text_ += ':';
    is_fresh_ = true;
  }
  void take(const value& one) {
    if (is_full()) return;
    if (one.is == value::kind::object || one.is == value::kind::list) {
      comma();
      text_ += one.is == value::kind::list ? '[' : '{';
      is_fresh_ = true;
    } else if (one.is == value::kind::truth) {
      put(one.truth ? "true" : "false", value::kind::number);
    } else if (one.is == value::kind::null) {
      put("null", value::kind::number);
    } else {
      put(one.text, one.is);
    }
  }
  void close(char sign) {
    if (!is_full()) text_ += sign;
    is_fresh_ = false;
  }
  auto finish() -> std::string {
    is_fresh_ = true;
    return cut(std::exchange(text_, {}), most_result_bytes);
  }

 private:
  [[nodiscard]] auto is_full() const -> bool { return text_.size() > most_result_bytes; }
  void comma() {
    if (!std::exchange(is_fresh_, false)) text_ += ',';
  }
  void put(std::string_view text, value::kind as) {
    comma();
    if (as == value::kind::text)
      append_json(cut(text, most_result_bytes), text_);
    else
      text_ += text;
  }
  std::string text_;
  bool is_fresh_ = true;
};

auto text_in(const value& one, std::size_t most) -> answer_parts::text {
  if (one.is == value::kind::null) return {};
  if (one.is != value::kind::text) return {member::wrong, {}};
  return {member::fine, cut(one.text, most)};
}

void take_member(const std::string& key, const value& one, answer_parts& into) {
  const bool is_null = one.is == value::kind::null;
  if (key == "ok") {
    into.has_ok = one.is == value::kind::truth ? member::fine : member::wrong;
    into.ok = one.truth;
  } else if (key == "outcome") {
    into.outcome = text_in(one, most_field_bytes);
  } else if (key == "error") {
    into.error = text_in(one, most_message_bytes);
  } else if (key == "field") {
    into.field = text_in(one, most_field_bytes);
  } else if (key == "result") {
    into.results.clear();
    into.result = is_null ? member::absent : one.is == value::kind::object ? member::fine : member::wrong;
  } else if (key == "row_index") {
    into.row_index = is_null ? std::nullopt : std::optional(one.count.value_or(0));
  } else if (key == "batch") {
    into.batch = one.count;
    into.wants_batches = one.truth;
  } else if (key == "answers") {
    into.has_answers = true;
  }
}

/// Walks through an answer with the parser; `rows_at` containers are around the answer to a row.
class reader final : public json::json_sax_t {
 public:
  using taker = std::function<void(std::size_t, answer_parts)>;
  reader(std::span<const std::string> columns, std::size_t rows_at, const taker& each)
      : columns_(columns), rows_at_(rows_at), each_(each) {}

  auto null() -> bool override { return scalar({}); }
  auto boolean(bool truth) -> bool override { return scalar({value::kind::truth, truth, {}, {}}); }
  auto number_integer(number_integer_t number) -> bool override {
    const auto text = std::to_string(number);
    return scalar({value::kind::number, false, {}, text});
  }
  auto number_unsigned(number_unsigned_t number) -> bool override {
    const auto text = std::to_string(number);
    return scalar({value::kind::number, false, number, text});
  }
  auto number_float(number_float_t number, const std::string& text) -> bool override {
    return scalar({value::kind::number, false, whole_in(number), text});
  }
  auto string(std::string& text) -> bool override { return scalar({value::kind::text, false, {}, text}); }
  auto binary(json::binary_t& /*bytes*/) -> bool override { return false; }
  auto start_object(std::size_t /*members*/) -> bool override { return start(value::kind::object); }
  auto start_array(std::size_t /*values*/) -> bool override { return start(value::kind::list); }
  auto end_object() -> bool override { return end('}'); }
  auto end_array() -> bool override { return end(']'); }
  auto key(std::string& name) -> bool override {
    if (spells_from_ != 0)
      spelled_.key(name);
    else if (passes_from_ == 0)
      key_ = name;
    return true;
  }
  auto parse_error(std::size_t /*at*/, const std::string& /*token*/, const json::exception& /*why*/)
      -> bool override {
    return false;
  }

  batch_parts batch;

 private:
  auto scalar(const value& one) -> bool {
    if (spells_from_ != 0)
      spelled_.take(one);
    else if (passes_from_ == 0)
      take(one);
    return true;
  }
  auto start(value::kind what) -> bool {
    if (++depth_ > most_depth) return false;
    const value one{what, false, {}, {}};
    if (spells_from_ != 0)
      spelled_.take(one);
    else if (passes_from_ == 0 && !take(one))
      passes_from_ = depth_;
    return true;
  }
  auto end(char sign) -> bool {
    const auto closed = depth_--;
    if (spells_from_ != 0) {
      spelled_.close(sign);
      if (closed == spells_from_) keep_result(spelled_.finish());
      if (closed == spells_from_) spells_from_ = 0;
    } else if (passes_from_ != 0) {
      if (closed == passes_from_) passes_from_ = 0;
    } else if (closed == rows_at_ + 1) {
      give();
    }
    return true;
  }

  /// A value where something is looked for. False: what is in it is of no interest.
  auto take(const value& one) -> bool {
    const bool opens = one.is == value::kind::object || one.is == value::kind::list;
    const auto around = depth_ - (opens ? 1 : 0);
    if (around < rows_at_) return take_of_batch(one, around);
    if (around == rows_at_) return take_row(one);
    if (around == rows_at_ + 1) {
      take_member(key_, one, row_);
      return key_ == "result" && one.is == value::kind::object;
    }
    return take_result(one, opens);
  }

  auto take_of_batch(const value& one, std::size_t around) -> bool {
    if (around == 0) return batch.is_object = one.is == value::kind::object;
    if (key_ == "batch") batch.batch = one.count;
    if (key_ != "answers") return false;
    batch.answers = 0;
    return batch.has_list = one.is == value::kind::list;
  }

  auto take_row(const value& one) -> bool {
    row_ = {};
    row_.is_object = one.is == value::kind::object;
    if (!row_.is_object) give();
    return row_.is_object;
  }
  void give() { each_(batch.answers++, std::exchange(row_, {})); }

  auto take_result(const value& one, bool opens) -> bool {
    if (std::find(columns_.begin(), columns_.end(), key_) == columns_.end()) return false;
    if (opens) {
      spells_from_ = depth_;
      spelled_.take(one);
    } else if (one.is == value::kind::text) {
      keep_result(cut(one.text, most_result_bytes));
    } else if (one.is == value::kind::null) {
      keep_result({});
    } else {
      spelled_.take(one);
      keep_result(spelled_.finish());
    }
    return true;
  }
  void keep_result(const std::string& text) {
    row_.results.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i] == key_) row_.results[i] = text;
  }

  std::span<const std::string> columns_;
  std::size_t rows_at_;
  const taker& each_;
  std::size_t depth_ = 0;        ///< open containers
  std::size_t passes_from_ = 0;  ///< the one that is of no interest; 0: none
  std::size_t spells_from_ = 0;  ///< the one that is a result; 0: none
  spelled spelled_;
  std::string key_;
  answer_parts row_;
};

}  // namespace

auto cut(std::string_view text, std::size_t most) -> std::string {
  if (text.size() <= most) return std::string(text);
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return std::string(text.substr(0, end));
}

auto parts_of(std::string_view text, std::span<const std::string> result_columns)
    -> std::optional<answer_parts> {
  std::optional<answer_parts> found;
  const reader::taker each = [&](std::size_t, answer_parts row) { found = std::move(row); };
  reader walk{result_columns, 0, each};
  if (!json::sax_parse(text, &walk)) return std::nullopt;
  return found;
}

auto parts_of_batch(std::string_view text, std::span<const std::string> result_columns,
                    const std::function<void(std::size_t, answer_parts)>& each)
    -> std::optional<batch_parts> {
  constexpr std::size_t in_a_list_of_an_object = 2;
  reader walk{result_columns, in_a_list_of_an_object, each};
  if (!json::sax_parse(text, &walk)) return std::nullopt;
  return walk.batch;
}

}  // namespace waybill::handlers
