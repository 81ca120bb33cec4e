// Browsers in which somebody signed in before: they keep a cookie that says so, and nobody else can make one.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "events/account/state.hpp"
#include "events/words.hpp"

namespace waybill {

/// The cookie holds up to five entries, one an account: `ISSUED.NUMBER.PROOF`, joined by `~`. The proof is an
/// HMAC-SHA256 of the account's id, its password's hash, and the rest: it names nobody, lets nobody in, and
/// ends with the password. Its key lies in `DIR/secrets/`, made once, for the server alone (0600). Any
/// thread.
class known_browsers {
 public:
  static constexpr std::int64_t days = 180;

  explicit known_browsers(const std::string& data_directory);

  /// The number of this browser when somebody signed in to the account here within 180 days; else "".
  auto number_in(std::string_view cookie, const account_state& of, instant now) -> std::string;
  /// What the browser is to keep from now on. Entries that may be other accounts' stay.
  auto renewed(std::string_view cookie, const account_state& of, instant now) -> std::string;

 private:
  [[nodiscard]] auto proof_of(const account_state& of, std::string_view issued, std::string_view number)
      -> std::string;
  auto key() -> const digest&;

  std::string directory_;
  std::once_flag once_;
  digest key_{};
};

}  // namespace waybill
