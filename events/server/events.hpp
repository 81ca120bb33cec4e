// What was done with the log and the files as a whole: `server`. Who did it stands in the envelopes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "events/words.hpp"

namespace waybill {

struct backup_finished {
  static constexpr std::string_view tag = "server.backup_finished.v1";
  static constexpr std::string_view about = "A backup was finished: it can be restored.";
  std::string folder;
  std::uint64_t number = 0;
  position at = 0;
  digest seal{};
  std::uint64_t files = 0;
  std::uint64_t size_bytes = 0;
  std::uint64_t copied_bytes = 0;
  std::uint64_t missing_files = 0;
  instant began_at{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("folder", e.folder, "where it lies");
    visit("number", e.number, "which of the backups there, from 1");
    visit("position", e.at, "the last event in it");
    visit("seal", e.seal, "that event's seal");
    visit("files", e.files, "how many files it has");
    visit("size_bytes", e.size_bytes, "bytes of them all");
    visit("copied_bytes", e.copied_bytes, "bytes that were not there from an earlier backup");
    visit("missing_files", e.missing_files, "uploaded files that were gone before they could be copied");
    visit("began_at", e.began_at, "when it began");
  }
};

struct backup_failed {
  static constexpr std::string_view tag = "server.backup_failed.v1";
  static constexpr std::string_view about = "A backup was not finished. Those before it are as they were.";
  std::string folder;
  std::string code;
  std::string message;
  instant began_at{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("folder", e.folder, "where it was to lie");
    visit("code", e.code, "why, for programs");
    visit("message", e.message, "why, for a person");
    visit("began_at", e.began_at, "when it began");
  }
};

struct backup_restored {
  static constexpr std::string_view tag = "server.backup_restored.v1";
  static constexpr std::string_view about =
      "This log came out of a backup. Events before this one are those of the log that was backed up.";
  std::string folder;
  std::uint64_t number = 0;
  position at = 0;
  std::uint64_t paused_imports = 0;
  std::uint64_t missing_files = 0;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("folder", e.folder, "where the backup lay");
    visit("number", e.number, "which of the backups there");
    visit("position", e.at, "the last event that was restored");
    visit("paused_imports", e.paused_imports, "imports that were not finished there, and wait for a person");
    visit("missing_files", e.missing_files, "uploaded files of theirs that the backup does not have");
  }
};

using server_event = std::variant<backup_finished, backup_failed, backup_restored>;

inline constexpr std::string_view server_stream = "server";

}  // namespace waybill
