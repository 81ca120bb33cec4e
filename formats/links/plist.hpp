// Property lists in XML as JSON. Internal to this folder. Source: Apple's PropertyList-1.0.dtd.
#pragma once

#include <memory>

#include "formats/byte_source.hpp"
#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// Gives JSON: dictionaries are objects, dates and data are strings. A read fails with -EBADMSG when the list
/// is none, and then `why` says why.
class plist_source final : public byte_source {
 public:
  explicit plist_source(std::unique_ptr<byte_source> from);
  ~plist_source() override;
  auto read(char* into, std::size_t size) -> std::int64_t override;
  [[nodiscard]] auto why() const -> const file_fault&;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::formats::links
