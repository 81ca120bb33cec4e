// Text in any encoding that the system's library knows. Internal to this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace waybill::formats::links {

/// Makes UTF-8 of it, in pieces of any size. U+FFFD stands for each byte that is no text. One thread at a
/// time.
class system_decoder {
 public:
  /// `name` is one of the system's. Null: it has no such encoding.
  static auto named(const std::string& name) -> std::unique_ptr<system_decoder>;
  /// `label` as a file says it. Null also: in this encoding ASCII is spelled otherwise, and so it cannot be
  /// that of a file which says so in ASCII.
  static auto of_label(std::string_view label) -> std::unique_ptr<system_decoder>;

  system_decoder(const system_decoder&) = delete;
  auto operator=(const system_decoder&) -> system_decoder& = delete;
  system_decoder(system_decoder&&) = delete;
  auto operator=(system_decoder&&) -> system_decoder& = delete;
  ~system_decoder();

  void append(std::string_view bytes, std::string& out);
  /// Behind the last byte: what was held.
  void finish(std::string& out);
  /// All bytes were text so far.
  [[nodiscard]] auto all_text() const -> bool { return all_text_; }

 private:
  explicit system_decoder(void* way) : way_(way) {}
  void append_line(std::string_view bytes, std::string& out);
  void reset(std::string& out);

  void* way_;         ///< an iconv_t
  std::string held_;  ///< the beginning of a letter
  bool all_text_ = true;
};

}  // namespace waybill::formats::links
