// What the client makes of an answer: only what a Waybill server says counts, whoever stands between.
#include <algorithm>
#include <string>

#include "cli/client.hpp"
#include "cli/client_parts.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::size_t refusal_bytes = 64 << 10;  ///< far more than any problem has

auto code_for_status(int status) -> errc {
  switch (status) {
    case 400:
      return errc::bad_request;
    case 401:
      return errc::unauthorized;
    case 403:
      return errc::forbidden;
    case 404:
      return errc::not_found;
    case 405:
      return errc::method_not_allowed;
    case 408:
      return errc::request_timeout;
    case 409:
      return errc::wrong_status;
    case 413:
      return errc::too_large;
    case 423:
      return errc::upload_locked;
    case 429:
      return errc::too_many_requests;
    case 507:
      return errc::storage_full;
    default:
      return errc::unavailable;
  }
}

auto problem_of(const httplib::Response& answer, const asked_server& by) -> error {
  const auto& credentials = by.credentials;
  if (answer.status == 401 && !credentials.empty() && credentials.front().first == "Authorization")
    return {errc::unauthorized, "The token is not valid (401)."};
  const auto problem = json::parse(answer.body, nullptr, false);
  const auto detail = text_at(problem, "detail");
  const auto code = errc_of(text_at(problem, "code")).value_or(code_for_status(answer.status));
  if (!detail.empty()) return {code, printable(detail)};
  return {code, "The server answered with HTTP status " + std::to_string(answer.status) + "."};
}

/// `https://HOST:PORT` of an address; "": it is only a path.
auto origin_of(const std::string& address) -> std::string {
  if (!text::starts_ignoring_case(address, "http://") && !text::starts_ignoring_case(address, "https://"))
    return "";
  return address.substr(0, address.find_first_of("/?#", address.find("://") + 3));
}

/// No Waybill server redirects.
auto redirect(const httplib::Response& answer, const asked_server& by) -> error {
  const auto to = answer.get_header_value("Location");
  const auto begun = "The address " + by.base_url + " only redirects (" + std::to_string(answer.status) +
                     ") to " + printable(to);
  const auto origin = origin_of(to);
  if (origin.empty() || origin == by.base_url)
    return {no_waybill, begun + ", which no Waybill server does; nothing was taken from there."};
  return {no_waybill,
          begun + "; if the Waybill server is there, say so with --server " + printable(origin) + "."};
}

auto type_of(const httplib::Response& answer) -> std::string {
  const auto whole = answer.get_header_value("Content-Type");
  return std::string(text::trimmed_of_spaces(whole.substr(0, whole.find(';'))));
}

auto is_of(const httplib::Response& answer, std::string_view type) -> bool {
  return text::equals_ignoring_case(type_of(answer), type);
}

/// "a page of type text/html"
auto shown_type(const httplib::Response& answer) -> std::string {
  const auto type = type_of(answer);
  return type.empty() ? "something without a type" : "something of type " + printable(type);
}

}  // namespace

auto foreign(const asked_server& by, const std::string& what) -> error {
  return {no_waybill, "What answered at " + by.base_url + " is no Waybill server: " + what};
}

auto checked(const httplib::Response& answer, std::initializer_list<int> due, const asked_server& by)
    -> result<done> {
  if (answer.status >= 400) return problem_of(answer, by);
  if (std::ranges::find(due, answer.status) != due.end()) return done{};
  if (answer.status >= 300 && answer.has_header("Location")) return redirect(answer, by);
  return foreign(by, "HTTP status " + std::to_string(answer.status) + " came, which is none for this call.");
}

auto read_answer(const httplib::Response& answer, std::string_view member, const asked_server& by)
    -> result<json> {
  if (auto good = checked(answer, {200, 201, 202}, by); !good) return std::move(good).why();
  if (!is_of(answer, "application/json")) return foreign(by, shown_type(answer) + " came where JSON is due.");
  auto value = json::parse(answer.body, nullptr, false);
  const auto& found = member_at(value, member);
  const bool is_there = member == "items" ? found.is_array() : !found.is_null();
  if (!value.is_object() || !is_there)
    return foreign(by, "JSON came without '" + std::string(member) + "', which is due.");
  return value;
}

auto fault_of_file(const httplib::Response& head, const asked_server& by) -> std::optional<error> {
  if (auto good = checked(head, {200}, by); !good) return std::move(good).why();
  // A page may have the type of an export; that it is to be kept as a file only an export says.
  if (text::starts_ignoring_case(head.get_header_value("Content-Disposition"), "attachment"))
    return std::nullopt;
  return foreign(by, shown_type(head) + " came where a file is due.");
}

auto fault_of_list(const httplib::Response& head, const asked_server& by) -> std::optional<error> {
  if (auto good = checked(head, {200}, by); !good) return std::move(good).why();
  if (is_of(head, "application/json")) return std::nullopt;
  return foreign(by, shown_type(head) + " came where JSON is due.");
}

auto fault_of_stream(const httplib::Response& head, const asked_server& by) -> std::optional<error> {
  // 204: there is nothing more to come.
  if (auto good = checked(head, {200, 204}, by); !good) return std::move(good).why();
  if (head.status == 204 || is_of(head, "text/event-stream")) return std::nullopt;
  return foreign(by, shown_type(head) + " came where a stream of events is due.");
}

void watched_answer::begin(const httplib::Response& head, std::optional<error> fault) {
  has_begun_ = true;
  answer_.status = head.status;
  answer_.headers = head.headers;
  fault_ = std::move(fault);
}

auto watched_answer::keep(std::string_view bytes) -> bool {
  answer_.body.append(bytes.substr(0, refusal_bytes - std::min(refusal_bytes, answer_.body.size())));
  return answer_.body.size() < refusal_bytes;
}

auto watched_answer::fault(const asked_server& by) -> error {
  return answer_.status >= 400 ? problem_of(answer_, by) : std::move(*fault_);
}

}  // namespace waybill::cli
