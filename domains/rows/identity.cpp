#include "domains/rows/identity.hpp"

#include "events/codec.hpp"
#include "events/hash.hpp"
#include "formats/text.hpp"

namespace waybill::rows {

identity_maker::identity_maker(std::string_view table, const import_id& import) : import_(import.value) {
  byte_writer to{beginning_};
  to.text("row");
  to.text(table);
}

void identity_maker::put_key(std::span<const std::string_view> cells) {
  text_ = beginning_;
  byte_writer to{text_};
  to.varint(cells.size());
  for (const auto cell : cells) to.text(text::trimmed(cell));
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
