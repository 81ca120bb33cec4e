// What a stream has to say: one import's progress, or everything that happens in one owner's list.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "http/shapes.hpp"
#include "projections/import_row.hpp"

namespace waybill::http {

using stream_clock = std::chrono::steady_clock;

/// What a voice answers when it is asked: text to send, and when to ask again if there is none.
struct spoken {
  std::string text;
  stream_clock::time_point again = stream_clock::time_point::max();
};

/// One thread at a time.
class voice {
 public:
  virtual ~voice() = default;
  /// An import it may have to speak of has changed.
  virtual void hear(const import_row& row) = 0;
  /// Whole events. `gap` is the least time between two of them about one import in one status.
  virtual auto speak(stream_clock::time_point now, instant wall, std::chrono::milliseconds gap) -> spoken = 0;
  /// It has said its last word.
  [[nodiscard]] virtual auto ended() const -> bool { return false; }
};

/// What the data of an import's events say beside its status and its progress; inside an open object. Empty:
/// nothing.
using progress_details = std::function<void(json_text&, const import_row&)>;

/// `progress` events of one import, and `finished` at the end. `seen` is the position the client has had.
/// `looks` is asked now and then while its file is looked at: that changes no row.
auto make_import_voice(const import_row& of, std::optional<position> seen, progress_details more = {},
                       look_asker looks = {}) -> std::unique_ptr<voice>;

/// `list` at the beginning, and whenever more changed than one can say: ask for the list again. Then
/// `import` and `removed` for each that changed. Remembers at most a few hundred imports. `called` says what
/// users are called; empty: as their ids are.
auto make_list_voice(position now, user_namer called = {}) -> std::unique_ptr<voice>;

/// Speaks for `of`. When that had nothing to say for as long as `idle`, counted from `now`, the last word is
/// `idle`: a client that is still there asks again, and nobody holds a stream for a client that is not.
auto make_patient_voice(std::unique_ptr<voice> of, stream_clock::duration idle, stream_clock::time_point now)
    -> std::unique_ptr<voice>;

}  // namespace waybill::http
