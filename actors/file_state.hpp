// What is known of a file that was handed in before its import: one small file of its own, below files/ in
// the data directory. The bytes lie where all uploads lie, and no event tells of them (docs/decisions/0023).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// Written as a number: none is ever given a second meaning.
enum class file_phase : std::uint8_t {
  waiting,    ///< announced; its bytes are not all here
  uploaded,   ///< all bytes are here, and nobody said yet that they are the right ones
  confirmed,  ///< may be imported
  used        ///< an import took it, and owns the bytes
};
constexpr auto enum_end(file_phase) -> std::uint64_t { return 4; }
auto name_of(file_phase phase) -> std::string_view;

struct file_state {
  file_id id;
  user_id owner;         ///< who made it
  session_id session;    ///< by which it was announced; "": not by one
  token_id token;        ///< the same
  std::string name;      ///< as the client called it; shown, never used as a path
  std::string type;      ///< media type, as the client said
  std::string purpose;   ///< as the client said
  std::string metadata;  ///< of a resumable one: the header that it came with
  std::string stem;      ///< below the data directory: where its bytes are, without the end of the name
  std::string path;      ///< the same, with it; "": they are not all here
  file_phase phase = file_phase::waiting;
  bool resumable = false;    ///< bytes come in pieces, and are confirmed when all are here
  std::uint64_t length = 0;  ///< bytes that there are to be; of one that is not resumable: that are here
  std::uint64_t offset = 0;  ///< so many of them are safe on the disk
  digest sha256{};           ///< once all are here
  import_id import;          ///< that took it
  instant created_at{};
  instant touched_at{};  ///< when something last happened to it

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("id", e.id, "the file");
    visit("owner", e.owner, "who made it");
    visit("session", e.session, "by which it was announced");
    visit("token", e.token, "by which it was announced");
    visit("name", e.name, "as the client called it");
    visit("type", e.type, "media type, as the client said");
    visit("purpose", e.purpose, "as the client said");
    visit("metadata", e.metadata, "header of a resumable one");
    visit("stem", e.stem, "where its bytes are, without the end of the name");
    visit("path", e.path, "where its bytes are, all of them");
    visit("phase", e.phase, "how far it is");
    visit("resumable", e.resumable, "bytes come in pieces");
    visit("length", e.length, "bytes that there are to be");
    visit("offset", e.offset, "bytes that are safe");
    visit("sha256", e.sha256, "hash of its bytes");
    visit("import", e.import, "the import that took it");
    visit("created_at", e.created_at, "when it was announced");
    visit("touched_at", e.touched_at, "when something last happened to it");
  }
};

/// Makes the folder when it is not there, and answers what stands in it. What was cut off while it was
/// written is removed; what cannot be read, or is not ours, stays and is told in the journal. Errors:
/// unavailable.
auto load_file_states(const std::string& folder) -> result<std::vector<file_state>>;

/// Replaces what stands there as a whole, and syncs it. Errors: storage_full, unavailable: then the old one
/// stands there, or the new one.
auto save_file_state(const std::string& folder, const file_state& what) -> result<done>;

/// Also when it is not there. Synced. Errors: unavailable.
auto remove_file_state(const std::string& folder, const file_id& id) -> result<done>;

}  // namespace waybill
