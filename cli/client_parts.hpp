// What the calls of the client have in common. Internal to the files of the client.
#pragma once

#include <httplib.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/text.hpp"
#include "events/result.hpp"

namespace waybill::cli {

using header_list = std::vector<std::pair<std::string, std::string>>;

inline auto as_headers(const header_list& list) -> httplib::Headers { return {list.begin(), list.end()}; }

/// Who is asked, and with what. Only for the call.
struct asked_server {
  const std::string& base_url;
  const header_list& credentials;
};

/// The error no_waybill; `what`: "something of type text/html came where ... is due."
auto foreign(const asked_server& by, const std::string& what) -> error;

/// Is the status one of those that are due? Errors: those of the problem in the body (400 and above),
/// no_waybill for all others; that of a redirect names the new address.
auto checked(const httplib::Response& answer, std::initializer_list<int> due, const asked_server& by)
    -> result<done>;

/// The JSON object of an answer. `member` has to be in it; as "items" it is a list. Errors: those of
/// `checked`, no_waybill when it is anything else.
auto read_answer(const httplib::Response& answer, std::string_view member, const asked_server& by)
    -> result<json>;

/// What a head says of the bytes behind it; nothing: they are what is due. Above 299 `checked` says more,
/// once the body is there.
auto fault_of_file(const httplib::Response& head, const asked_server& by) -> std::optional<error>;
auto fault_of_list(const httplib::Response& head, const asked_server& by) -> std::optional<error>;
auto fault_of_stream(const httplib::Response& head, const asked_server& by) -> std::optional<error>;

/// An answer whose bytes are passed on as they come, if they are what is due; else the beginning of them is
/// kept: a problem. One thread.
class watched_answer {
 public:
  void begin(const httplib::Response& head, std::optional<error> fault);
  /// False: that is enough of it.
  auto keep(std::string_view bytes) -> bool;
  [[nodiscard]] auto has_begun() const -> bool { return has_begun_; }
  [[nodiscard]] auto is_good() const -> bool { return has_begun_ && !fault_; }
  /// Of one that is not good.
  [[nodiscard]] auto fault(const asked_server& by) -> error;

 private:
  bool has_begun_ = false;
  httplib::Response answer_;
  std::optional<error> fault_;
};

}  // namespace waybill::cli
