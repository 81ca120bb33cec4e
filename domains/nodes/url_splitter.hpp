// A list with several URLs in a line, as one with a URL a line. Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::nodes {

/// Puts a line end where a blank stands between URLs that a line begins with: each is a line then, and every
/// byte is where it was. However the bytes are cut, the text is the same. One thread at a time.
class url_splitter {
 public:
  /// What is certain by now, appended to `out`.
  void take(std::string_view bytes, std::string& out);
  /// What was held back, behind the last bytes.
  void finish(std::string& out) { release(out); }

 private:
  enum class place { front, scheme, url, gap, next_scheme, title };
  auto match(char c) -> bool;
  void begin_word(place where, char c, std::string& out);
  void in_word(char c, std::string& out);
  void release(std::string& out);

  place place_ = place::front;
  std::string word_;  ///< what may become the scheme of a URL
  std::string held_;  ///< the last blank in front of it, and all of it
};

/// The text of `from`, which stands where a line begins, so.
auto one_url_a_line(std::unique_ptr<formats::byte_source> from) -> std::unique_ptr<formats::byte_source>;

}  // namespace waybill::nodes
