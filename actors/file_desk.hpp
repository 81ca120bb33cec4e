// Files that are handed in before their import, as the floors above see them: announced, uploaded by a signed
// address, confirmed by their hash, and taken by an import. They know no kind.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/engine.hpp"
#include "actors/file_state.hpp"
#include "events/result.hpp"

namespace waybill {

/// A file as its maker sees it.
struct kept_file {
  file_state state;
  std::string file_token;  ///< names it, too
  instant expires_at{};    ///< then it vanishes, or (of a used one) is told of no more
};

struct file_wish {
  std::string name;
  std::string type;
  std::string purpose;
  std::string project{};  ///< what it is for: its address dies with the role there; "": nothing
};

/// A file that comes in pieces.
struct resumable_wish {
  std::uint64_t length = 0;  ///< of all of it
  file_wish file;
  std::string metadata;  ///< as the client said it, to be said again
};

/// Where a piece begins, and how.
struct piece_wish {
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> announced;  ///< its bytes, where that is known
  bool all_or_nothing = false;             ///< one that is not finished is not kept in part
};

/// The address that a file may be uploaded to, by whoever has it.
struct upload_grant {
  kept_file file;
  instant expires_at{};
  std::string expires;    ///< the same, as the address says it
  std::string signature;  ///< HMAC over method, token, type, owner, credential, end and project
};

/// What somebody shows who uploads.
struct upload_claim {
  std::string token;
  std::string type;
  std::string expires;
  std::string signature;
  std::string project{};  ///< "": none
};

/// A confirmation: the client names the file and what it has to be.
struct file_proof {
  std::string named;  ///< its token, or its id
  digest sha256{};
  std::optional<std::uint64_t> size;
};

/// The bytes of one file on their way in. One thread at a time. What was not finished is gone with it.
class file_writer {
 public:
  virtual ~file_writer() = default;
  /// Errors: too_large, quota_exceeded, storage_full, unavailable.
  virtual auto write(std::string_view bytes) -> result<done> = 0;
  /// Once all is here: it is safe on the disk when it answers. Errors: empty_file, not_found (it was deleted
  /// meanwhile), storage_full, unavailable.
  virtual auto finish() -> result<kept_file> = 0;
};

/// Any thread. What changes something waits for the disk, and is safe there when it answers. Of somebody
/// else's files all say not_found.
class file_desk {
 public:
  virtual ~file_desk() = default;
  /// The address dies with the credential that `who` came by. Errors: bad_value, too_many_requests (too many
  /// files wait), storage_full, unavailable.
  virtual auto presign(const caller& who, const file_wish& wish) -> result<upload_grant> = 0;
  /// Who granted the address, by which credential: whether that still holds is the account desk's to say.
  /// Errors: not_found, unauthorized (the signature does not fit, or its time is over).
  virtual auto granted_by(const upload_claim& claim) -> result<caller> = 0;
  /// `announced`: how many bytes are to come, where that is known. Errors: not_found, wrong_status (it is
  /// here already), busy (somebody else uploads it just now), too_large, quota_exceeded, storage_full,
  /// unavailable.
  virtual auto begin_body(const std::string& token, std::optional<std::uint64_t> announced)
      -> result<std::unique_ptr<file_writer>> = 0;
  /// Confirmed as soon as all of it is here. Errors: empty_file, too_large, too_many_requests,
  /// quota_exceeded, storage_full, unavailable.
  virtual auto begin_resumable(const caller& who, const resumable_wish& wish) -> result<kept_file> = 0;
  /// What a piece brought is kept, also when it breaks off. Errors: not_found, upload_locked (another piece
  /// is on its way), wrong_offset (it stands somewhere else), too_large, storage_full, unavailable.
  virtual auto begin_piece(const user_id& who, const file_id& id, const piece_wish& wish)
      -> result<std::unique_ptr<file_writer>> = 0;
  /// `lost` is called once, from another thread, when the file is deleted. It may not block. Nothing is
  /// called once the handle is gone. Errors: not_found.
  virtual auto hold(const std::string& token, std::function<void()> lost)
      -> result<std::shared_ptr<void>> = 0;
  /// All or none; in the order of `proofs`. Of a file that is confirmed the same answer comes again. Errors:
  /// not_found, wrong_status (its bytes are not here), checksum_mismatch (and a file that was not confirmed
  /// is gone), storage_full, unavailable.
  virtual auto confirm(const user_id& who, const std::vector<file_proof>& proofs)
      -> result<std::vector<kept_file>> = 0;
  /// HMAC of a text by the key that all addresses without credentials are signed with (secrets/links.key).
  /// What the text is of has to stand in it. Does not wait.
  [[nodiscard]] virtual auto link_seal(std::string_view text) const -> std::string = 0;
  /// A table that this server wrote and sent whole, with cells made harmless for spreadsheets.
  virtual void remember_written(const digest& what) = 0;
  /// Whether a file is one of those. Does not wait.
  [[nodiscard]] virtual auto was_written_here(const digest& what) const -> bool = 0;
  /// Errors: not_found.
  virtual auto get(const user_id& who, const file_id& id) -> result<kept_file> = 0;
  /// Ends an upload of it that is under way. Errors: not_found, file_used, unavailable.
  virtual auto remove(const user_id& who, const file_id& id) -> result<done> = 0;
};

}  // namespace waybill
