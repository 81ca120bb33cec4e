// XML in which `&` stands alone, as many programs write it into addresses. Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats::links {

/// Makes `&amp;` of each `&` that begins no entity, outside of `<![CDATA[...]]>`. However the bytes are cut,
/// the text is the same. Of bytes that are ASCII where XML is. One thread at a time.
class ampersands {
 public:
  /// What is certain by now, appended to `out`.
  void take(std::string_view bytes, std::string& out);
  /// What was held back, behind the last bytes.
  void finish(std::string& out);

 private:
  void look(std::string_view text, bool is_last, std::string& out);

  std::string held_;
  bool in_cdata_ = false;
};

/// The text of a file, so. What begins as UTF-16 is left as it is.
auto with_whole_entities(std::unique_ptr<byte_source> from) -> std::unique_ptr<byte_source>;

}  // namespace waybill::formats::links
