// A request's body, framed strictly: by its length, in chunks, or not there at all.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "http/exchange.hpp"
#include "http/head.hpp"
#include "http/wire.hpp"

namespace waybill::http {

/// Source: RFC 9112, 6.3 and 7.1. Chunk extensions and trailers are read over; both are bounded. Answers `100
/// Continue` the first time somebody really wants the body. One thread.
class framed_body final : public body_source {
 public:
  framed_body(wire& from, const request_head& head);
  [[nodiscard]] auto announced_bytes() const -> std::optional<std::uint64_t> override { return announced_; }
  auto read(char* to, std::size_t size) -> result<std::size_t> override;
  /// All of it came already: reading it will not wait. Before anything of it was read.
  [[nodiscard]] auto is_here() const -> bool;

  /// Reads over what is left, as far as it is here already: never waits. True: the body is behind us, and the
  /// next bytes are a new request.
  auto skip_rest() -> bool;

 private:
  enum class stage : std::uint8_t { plain, size_line, chunk, after_chunk, trailers, ended, broken };
  auto fault(const char* why) -> error;
  auto read_plain(char* to, std::size_t size) -> result<std::size_t>;
  auto line() -> result<std::string>;
  auto next_chunk() -> result<done>;
  auto end_chunk() -> result<done>;
  auto read_trailers() -> result<done>;
  void ask_for_body();

  wire& from_;
  std::optional<std::uint64_t> announced_;
  std::uint64_t left_ = 0;
  std::size_t trailer_bytes_ = 0;
  stage at_ = stage::ended;
  bool continue_owed_ = false;
};

}  // namespace waybill::http
