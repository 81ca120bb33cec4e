#include "handlers/post.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <span>
#include <utility>

namespace waybill::handlers {
namespace {

/// So long at most until it is seen that nobody wants the answer any more.
constexpr std::chrono::milliseconds attention{25};
constexpr std::chrono::milliseconds longest_connecting{5'000};

auto words_for(CURLcode fault, bool is_connected) -> std::string {
  switch (fault) {
    case CURLE_COULDNT_CONNECT:
      return "it cannot be reached";
    case CURLE_OPERATION_TIMEDOUT:
      return is_connected ? "it gave no answer in time" : "it cannot be reached in time";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "its certificate is not one that is trusted here";
    case CURLE_SSL_CONNECT_ERROR:
      return "no secure connection to it can be made";
    case CURLE_SEND_ERROR:
      return "it does not take the request";
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
      return "its answer did not come whole";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "what it says is no answer of HTTP";
    default:
      return "the connection failed";
  }
}

auto bracketed(const std::string& host) -> std::string {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

auto trimmed(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The value of a line of a head, when it is this header's.
auto value_in(std::string_view line, std::string_view name) -> std::optional<std::string_view> {
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  if (line.size() <= name.size() || line[name.size()] != ':' ||
      !std::equal(name.begin(), name.end(), line.begin(), same))
    return std::nullopt;
  return trimmed(line.substr(name.size() + 1));
}

struct text_list {
  text_list() = default;
  text_list(const text_list&) = delete;
  auto operator=(const text_list&) -> text_list& = delete;
  ~text_list() { curl_slist_free_all(first); }
  void add(const std::string& text) {
    if (auto* const longer = curl_slist_append(first, text.c_str()); longer != nullptr) first = longer;
  }
  curl_slist* first = nullptr;
};

template <class Value>
void set(CURL* on, CURLoption what, Value value) {
  curl_easy_setopt(on, what, value);
}
void turn(CURL* on, CURLoption what, bool is_on) { set(on, what, is_on ? 1L : 0L); }

void open_library() {
  static const auto opened = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)opened;
}

}  // namespace

/// The one connection, and what it says now. libcurl's pointers lead here: it stays where it is.
struct poster::exchange {
  exchange(const webhook_address& to, const std::vector<std::string>& at, std::size_t most)
      : most_bytes(most) {
    open_library();
    all = curl_multi_init();
    one = curl_easy_init();
    curl_multi_setopt(all, CURLMOPT_MAXCONNECTS, 1L);
    url = (to.tls ? "https://" : "http://") + bracketed(to.host) + ":" + std::to_string(to.port) + to.target;
    // Nobody else is asked where the host is. What cannot be reached at one place is tried at the next.
    auto places = to.host + ":" + std::to_string(to.port) + ":";
    for (const auto& ip : at) places += (places.ends_with(':') ? "" : ",") + bracketed(ip);
    if (to.host.find(':') == std::string::npos)
      place.add(places);  // an address of IPv6 says itself where it is
  }
  ~exchange() {
    leave();
    curl_easy_cleanup(one);
    curl_multi_cleanup(all);
  }
  exchange(const exchange&) = delete;
  auto operator=(const exchange&) -> exchange& = delete;

  void where() {
    set(one, CURLOPT_URL, url.c_str());
    set(one, CURLOPT_RESOLVE, place.first);
    turn(one, CURLOPT_PATH_AS_IS, true);
    set(one, CURLOPT_PROTOCOLS_STR, "http,https");
    set(one, CURLOPT_PROXY, "");
    set(one, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    turn(one, CURLOPT_FOLLOWLOCATION, false);
    set(one, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    turn(one, CURLOPT_NOSIGNAL, true);
    // Where OpenSSL looks for those whom this machine trusts, we look, too.
    if (const char* const file = std::getenv("SSL_CERT_FILE")) set(one, CURLOPT_CAINFO, file);
    if (const char* const folder = std::getenv("SSL_CERT_DIR")) set(one, CURLOPT_CAPATH, folder);
  }

  void in_time(std::chrono::milliseconds timeout) {
    set(one, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    set(one, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(timeout, longest_connecting).count()));
  }

  void to_us() {
    const curl_write_callback head = [](char* bytes, std::size_t, std::size_t count, void* me) {
      return static_cast<exchange*>(me)->take_head({bytes, count}) ? count : 0;
    };
    const curl_write_callback rest = [](char* bytes, std::size_t, std::size_t count, void* me) {
      return static_cast<exchange*>(me)->take_body({bytes, count}) ? count : 0;
    };
    set(one, CURLOPT_HEADERFUNCTION, head);
    set(one, CURLOPT_HEADERDATA, this);
    set(one, CURLOPT_WRITEFUNCTION, rest);
    set(one, CURLOPT_WRITEDATA, this);
  }

  void from(post_body& what) {
    const curl_read_callback piece = [](char* to, std::size_t, std::size_t most, void* me) {
      return static_cast<exchange*>(me)->give({to, most});
    };
    const curl_seek_callback again = [](void* me, curl_off_t to, int from) {
      return from == SEEK_SET && to == 0 ? static_cast<exchange*>(me)->begin_again() : CURL_SEEKFUNC_CANTSEEK;
    };
    body = &what;
    begin_again();
    set(one, CURLOPT_READFUNCTION, piece);
    set(one, CURLOPT_READDATA, this);
    set(one, CURLOPT_SEEKFUNCTION, again);
    set(one, CURLOPT_SEEKDATA, this);
    turn(one, CURLOPT_POST, true);
    set(one, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(what.bytes()));
  }
  auto begin_again() -> int {
    body->restart();
    unsent = {};
    return CURL_SEEKFUNC_OK;
  }
  auto give(std::span<char> room) -> std::size_t {
    if (unsent.empty()) unsent = body->next();
    const auto size = std::min(room.size(), unsent.size());
    std::copy_n(unsent.data(), size, room.data());
    unsent.remove_prefix(size);
    return size;
  }

  void ask(const headers& with) {
    lines = std::make_unique<text_list>();
    for (const auto& [name, value] : with) lines->add(name + ": " + value);
    lines->add("Expect:");  // nobody waits for leave to send a body
    set(one, CURLOPT_HTTPHEADER, lines->first);
    made = {};
    head_bytes = 0;
    head_is_whole = false;
    length = {};
    length_is_wrong = false;
    begins_anew = false;
    turn(one, CURLOPT_FRESH_CONNECT, false);
    curl_multi_add_handle(all, one);
    is_under_way = true;
  }

  /// The server ended the connection that was kept while we wrote to it: nobody has the request. The same on
  /// a connection of its own, once.
  auto is_stale(CURLcode fault) -> bool {
    long fresh = 0;
    curl_easy_getinfo(one, CURLINFO_NUM_CONNECTS, &fresh);
    return fresh == 0 && head_bytes == 0 && !begins_anew &&
           (fault == CURLE_RECV_ERROR || fault == CURLE_SEND_ERROR || fault == CURLE_GOT_NOTHING);
  }
  void ask_anew() {
    leave();
    begin_again();
    begins_anew = true;
    turn(one, CURLOPT_FRESH_CONNECT, true);
    curl_multi_add_handle(all, one);
    is_under_way = true;
  }

  /// Line by line, also those of interim answers, and those behind the body.
  auto take_head(std::string_view line) -> bool {
    head_bytes += line.size();
    if (line.starts_with("HTTP/")) {
      made.retry_after.clear();
      length = {};
      head_is_whole = false;
    } else if (trimmed(line).empty()) {
      head_is_whole = true;
    }
    if (const auto value = value_in(line, "Retry-After")) made.retry_after = *value;
    if (const auto value = value_in(line, "Content-Length"); value && !take_length(*value)) return false;
    return head_bytes <= most_head_bytes;
  }
  /// The library takes an answer for whole whose length it cannot read, or that has two of them.
  auto take_length(std::string_view text) -> bool {
    std::uint64_t now = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), now);
    const bool is_known = std::in_range<curl_off_t>(now);
    length_is_wrong =
        failed != std::errc{} || end != text.data() + text.size() || !is_known || length.value_or(now) != now;
    length = now;
    return !length_is_wrong;
  }
  auto take_body(std::string_view bytes) -> bool {
    made.too_long = made.body.size() + bytes.size() > most_bytes;
    if (!made.too_long) made.body.append(bytes);
    return !made.too_long;
  }

  /// Moves what can be moved now. True: it is over, and `made` says what came of it.
  auto move() -> bool {
    int running = 0;
    curl_multi_perform(all, &running);
    int left = 0;
    const auto* const news = curl_multi_info_read(all, &left);
    if (news == nullptr || news->msg != CURLMSG_DONE) return !is_under_way;
    const auto how = news->data.result;
    if (is_stale(how)) {
      ask_anew();
      return false;
    }
    finish(how);
    return true;
  }
  /// Is there more to move now?
  auto is_moving() -> bool {
    int ready = 0;
    return curl_multi_poll(all, nullptr, 0, 0, &ready) == CURLM_OK && ready > 0;
  }

  void finish(CURLcode fault) {
    long status = 0;
    curl_off_t connected = 0;
    curl_easy_getinfo(one, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(one, CURLINFO_PRETRANSFER_TIME_T, &connected);
    leave();
    if (fault == CURLE_OK && !head_is_whole) fault = CURLE_PARTIAL_FILE;
    const bool head_is_long =
        head_bytes > most_head_bytes || (fault == CURLE_OUT_OF_MEMORY && !made.too_long);
    if (fault == CURLE_OK || made.too_long)
      made.status = static_cast<int>(status);
    else
      made.fault = head_is_long      ? "the head of its answer is longer than 64 KiB"
                   : length_is_wrong ? words_for(CURLE_WEIRD_SERVER_REPLY, true)
                                     : words_for(fault, connected > 0);
  }

  void leave() {
    if (std::exchange(is_under_way, false)) curl_multi_remove_handle(all, one);
  }

  CURLM* all = nullptr;
  CURL* one = nullptr;
  std::string url;
  text_list place;
  std::unique_ptr<text_list> lines;
  post_body* body = nullptr;
  std::string_view unsent;  ///< of its piece at hand
  std::size_t most_bytes;
  std::size_t head_bytes = 0;
  std::optional<std::uint64_t> length;  ///< as its head says
  bool length_is_wrong = false;
  bool head_is_whole = false;
  bool is_under_way = false;
  bool begins_anew = false;  ///< for the second time
  post_answer made;
};

poster::poster(const webhook_address& to, const std::vector<std::string>& at,
               std::chrono::milliseconds timeout, std::size_t most_answer_bytes)
    : exchange_(std::make_unique<exchange>(to, at, most_answer_bytes)) {
  exchange_->where();
  exchange_->in_time(timeout);
  exchange_->to_us();
}

poster::~poster() = default;

void poster::begin(post_body& body, const headers& with) {
  exchange_->leave();
  exchange_->from(body);
  exchange_->ask(with);
  while (!exchange_->move() && exchange_->is_moving()) continue;
}

auto poster::collect(const std::function<bool()>& keep_on) -> std::optional<post_answer> {
  while (exchange_->is_under_way && !exchange_->move()) {
    if (!keep_on()) {
      exchange_->leave();
      return std::nullopt;
    }
    curl_multi_poll(exchange_->all, nullptr, 0, static_cast<int>(attention.count()), nullptr);
  }
  return std::move(exchange_->made);
}

}  // namespace waybill::handlers
