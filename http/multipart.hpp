// multipart/form-data, read as it comes: bounded memory, strict framing. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill::http {

struct part_head {
  std::string name;
  std::optional<std::string> filename;  ///< `filename*` where it can be read, else `filename`
};

/// Source: RFC 7578, RFC 2046 (5.1). One thread.
class multipart_reader {
 public:
  /// Called at the beginning of a part, with its bytes as they come, and at its end. An error stops the
  /// reading.
  struct listener {
    std::function<result<done>(const part_head&)> begin;
    std::function<result<done>(std::string_view)> bytes;
    std::function<result<done>()> end;
  };

  multipart_reader(std::string_view boundary, listener to);

  /// Errors: bad_request for broken framing; whatever the listener says.
  auto feed(std::string_view bytes) -> result<done>;
  /// The closing boundary was there.
  [[nodiscard]] auto complete() const -> bool { return at_ == stage::epilogue; }

 private:
  enum class stage : std::uint8_t { preamble, after_boundary, head, data, epilogue };
  auto step(std::string_view& rest) -> result<bool>;
  auto read_preamble(std::string_view& rest) -> result<bool>;
  auto read_after_boundary(std::string_view& rest) -> result<bool>;
  auto read_head(std::string_view& rest) -> result<bool>;
  auto read_data(std::string_view& rest) -> result<bool>;

  std::string delimiter_;  ///< CR LF, two dashes, the boundary
  listener to_;
  stage at_ = stage::preamble;
  std::string held_;  ///< what could not be decided yet
};

/// The boundary of a Content-Type; nothing when it is no multipart/form-data or the boundary is not 1..70
/// characters.
auto boundary_of(std::string_view content_type) -> std::optional<std::string>;

}  // namespace waybill::http
