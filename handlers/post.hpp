// One request of a webhook: sent, and its answer read in bounds, unless nobody wants it any more.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "handlers/address.hpp"

namespace waybill::handlers {

/// A head of an answer, with all that goes before it and behind the body, is never longer.
inline constexpr std::size_t most_head_bytes = std::size_t{64} << 10;

/// What is posted, piece by piece, as often as it is begun anew.
class post_body {
 public:
  virtual ~post_body() = default;
  [[nodiscard]] virtual auto bytes() const -> std::uint64_t = 0;
  virtual void restart() = 0;
  /// The next piece, which holds until the next call; empty: nothing is left.
  virtual auto next() -> std::string_view = 0;
};

struct post_answer {
  int status = 0;  ///< 0: there was none; then `fault` says why, for a person
  std::string body;
  std::string retry_after;  ///< as the header says it
  std::string fault;
  bool too_long = false;  ///< the body
};

/// Keeps its connection. Redirects are not followed, proxies and cookies not used. One thread; bytes move
/// while `begin` and `collect` run.
class poster {
 public:
  /// `at` is where the host is, for as long as this lives: nobody is asked again.
  poster(const webhook_address& to, const std::vector<std::string>& at, std::chrono::milliseconds timeout,
         std::size_t most_answer_bytes);
  ~poster();
  poster(const poster&) = delete;
  auto operator=(const poster&) -> poster& = delete;

  using headers = std::vector<std::pair<std::string, std::string>>;
  /// Begins; `body` must hold until it was collected. Sends what goes out without waiting.
  void begin(post_body& body, const headers& with);
  /// Waits for the answer, at most the timeout since `begin`. Nothing: `keep_on` said no.
  auto collect(const std::function<bool()>& keep_on) -> std::optional<post_answer>;

 private:
  struct exchange;
  std::unique_ptr<exchange> exchange_;
};

}  // namespace waybill::handlers
