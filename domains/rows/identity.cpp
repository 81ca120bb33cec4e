#include "domains/rows/identity.hpp"

#include <algorithm>

#include "events/codec.hpp"
#include "events/hash.hpp"
#include "formats/table.hpp"
#include "formats/text.hpp"
#include "formats/unicode/normalize.hpp"

namespace waybill::rows {
namespace {

constexpr auto is_plain(char c) -> bool { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

identity_maker::identity_maker(std::string_view table, const import_id& import) : import_(import.value) {
  byte_writer to{beginning_};
  to.text("row");
  to.text(table);
}

void identity_maker::put_key(std::span<const std::string_view> cells) {
  text_ = beginning_;
  byte_writer to{text_};
  to.varint(cells.size());
  for (const auto cell : cells) {
    const auto trimmed = formats::trimmed_cell(cell);
    to.text(std::all_of(trimmed.begin(), trimmed.end(), is_plain) ? trimmed : composed(trimmed));
  }
}

auto identity_maker::composed(std::string_view cell) -> std::string_view {
  points_.clear();
  composed_.clear();
  if (!text::read_utf8(cell, points_)) return cell;
  unicode::to_nfc(points_);
  for (const auto point : points_) text::append_utf8(point, composed_);
  return composed_;
}

auto identity_maker::of_key(std::span<const std::string_view> cells) -> identity {
  put_key(cells);
  return sha256_of(text_);
}

auto identity_maker::of_record(std::span<const std::string_view> cells, std::uint64_t record) -> identity {
  put_key(cells);
  byte_writer to{text_};
  to.text(import_);
  to.varint(record);
  return sha256_of(text_);
}

}  // namespace waybill::rows
