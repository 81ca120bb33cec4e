// The HTTP client of the command line: what docs/http.md describes, as calls with errors as values. Used for
// a server far away and for the one inside this process (cli/connection.hpp) alike.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/event_stream.hpp"
#include "cli/text.hpp"
#include "events/result.hpp"

namespace httplib {
class Client;  // NOLINT(readability-identifier-naming): the library's name
}

namespace waybill::cli {

/// A file to be uploaded, read piece by piece.
struct upload_source {
  std::string name;                   ///< shown by the server
  std::optional<std::uint64_t> size;  ///< unknown: sent in chunks
  /// Fills the buffer; 0 at the end.
  std::function<result<std::size_t>(char* to, std::size_t size)> read;
};

/// What an upload that goes on is called.
struct upload_wish {
  std::string file_name;
  std::string purpose;
};

/// How far such an upload is.
struct upload_place {
  std::uint64_t offset = 0;
  std::string file_id;  ///< "": not all of it is there
};

/// Reads 1..size bytes of a file from an offset on.
using piece_reader = std::function<result<std::size_t>(std::uint64_t offset, char* to, std::size_t size)>;

/// The error of an answer that no Waybill server gives: something between (a proxy, a network's sign-in page)
/// answered, or something else has the address. Asking again changes nothing.
inline constexpr auto no_waybill = errc::unsupported_type;

/// What the bytes of a download have to be: a file to be kept, or a JSON list that is too long to be held.
enum class due_bytes : std::uint8_t { file, list };

struct asked_server;

/// One thread at a time, but `stop` from any. Errors of all calls: those of the server's problem+json (code
/// and sentence), unavailable when there is no answer, no_waybill.
class client {
 public:
  /// Errors: bad_value for a URL that is none.
  static auto make(const std::string& base_url, const std::string& token) -> result<std::unique_ptr<client>>;
  ~client();
  client(const client&) = delete;
  auto operator=(const client&) -> client& = delete;

  /// From here on asks by the cookie of a session, instead of a token.
  auto sign_in(const std::string& username, const std::string& password) -> result<done>;
  auto sign_out() -> result<done>;

  /// `member`: what the object that is answered has to have; "items" is a list.
  auto get(const std::string& path, std::string_view member) -> result<json>;
  auto post(const std::string& path, const json& body, std::string_view member) -> result<json>;
  /// The same; sent again with the same key it happens once.
  auto post_once(const std::string& path, const json& body, const std::string& key, std::string_view member)
      -> result<json>;
  auto put(const std::string& path, const json& body, std::string_view member) -> result<json>;
  auto patch(const std::string& path, const json& body, std::string_view member) -> result<json>;
  auto remove(const std::string& path) -> result<done>;
  /// The bytes of an answer as they come; `take` answers false to stop (error: unavailable).
  auto download(const std::string& path, due_bytes due, const std::function<bool(std::string_view)>& take)
      -> result<done>;
  /// multipart/form-data with the fields before the file.
  auto upload(const std::string& path, const std::vector<std::pair<std::string, std::string>>& fields,
              const upload_source& file, std::string_view member) -> result<json>;
  /// A resumable upload of so many bytes; answers its path.
  auto begin_upload(std::uint64_t length, const upload_wish& what) -> result<std::string>;
  auto find_upload(const std::string& path) -> result<upload_place>;
  /// Sends the next `size` bytes. Errors: also those of `read`; wrong_offset, upload_locked.
  auto go_on_with_upload(const std::string& path, std::uint64_t offset, std::uint64_t size,
                         const piece_reader& read) -> result<upload_place>;
  /// Follows an event stream until it ends or `take` answers false. `last_id` "": from now.
  auto follow(const std::string& path, const std::string& last_id,
              const std::function<bool(const stream_event&)>& take) -> result<done>;

  [[nodiscard]] auto base_url() const -> const std::string& { return base_url_; }
  /// Ends the call in flight and refuses all later ones. Any thread.
  void stop();
  [[nodiscard]] auto stopped() const noexcept -> bool { return stopped_.load(); }
  /// Of the last call that changes something: it may have been done, though no answer came.
  [[nodiscard]] auto is_unanswered() const noexcept -> bool { return unanswered_; }

 private:
  client(std::string base_url, std::unique_ptr<httplib::Client> http);
  /// A call that changes something.
  template <class Ask>
  auto asked(const Ask& ask);
  [[nodiscard]] auto by() const -> asked_server;
  auto unreachable(int failure) const -> error;
  auto refused_upload(const std::string& path, std::uint64_t size, int failure) -> error;

  std::string base_url_;
  std::unique_ptr<httplib::Client> http_;
  std::vector<std::pair<std::string, std::string>> credentials_;
  std::atomic<bool> stopped_{false};
  bool unanswered_ = false;
};

}  // namespace waybill::cli
