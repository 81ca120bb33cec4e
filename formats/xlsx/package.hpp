// The parts of a workbook: the entries of its ZIP, found by name, unpacked within a limit.
// Source: ECMA-376 part 2 (names of parts are compared without regard to capitals).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/byte_source.hpp"
#include "formats/xlsx/fault.hpp"
#include "formats/zip/archive.hpp"

namespace waybill::formats::xlsx {

/// All parts together may unpack to that many times the file, and never to more than 8 GiB.
inline constexpr std::uint64_t most_inflated_ratio = 200;
inline constexpr std::uint64_t most_inflated_bytes = std::uint64_t{8} << 30;

/// How far parts are unpacked.
struct unpack_limits {
  /// Asked about every MiB of what is unpacked, wherever that is; false: the fault is `stopped`. May be
  /// empty.
  std::function<bool()> keep_on;
  /// Behind so many bytes the fault is `cut`. 0: nothing is cut.
  std::uint64_t look_bytes = 0;
};

/// Which of the two an old document of Office is, by bytes of it that have its directory: `legacy_xls` or
/// `encrypted_workbook`.
auto code_of_old_document(std::string_view bytes) -> fault_code;

/// One thread at a time.
class package {
 public:
  /// Null: `why` says why.
  static auto at(const std::string& path, fault& why, unpack_limits limits = {}) -> std::shared_ptr<package>;

  /// A part by its name, which may begin with a slash.
  [[nodiscard]] auto find(std::string_view name) const -> std::optional<std::size_t>;
  [[nodiscard]] auto name(std::size_t part) const -> const std::string& { return zip_->names()[part]; }
  /// How many bytes a part says that it unpacks to, which may be a lie, and how many of them were read.
  [[nodiscard]] auto unpacks_to(std::size_t part) const -> std::uint64_t {
    return zip_->unpacked_bytes(part);
  }
  [[nodiscard]] auto read_of(std::size_t part) const -> std::uint64_t;
  /// Somebody was told `cut`.
  [[nodiscard]] auto was_cut() const -> bool { return was_cut_; }

  /// A part from its first byte on. A part that is read again is counted once.
  class reader {
   public:
    reader(std::shared_ptr<package> of, std::size_t part);
    /// Up to `size` bytes; 0: the end; negative: `why` says why.
    auto read(char* into, std::size_t size) -> std::int64_t;
    [[nodiscard]] auto why() const -> const fault& { return why_; }

   private:
    std::shared_ptr<package> of_;
    std::size_t part_;
    std::unique_ptr<byte_source> bytes_;
    std::uint64_t at_ = 0;
    fault why_;
  };

 private:
  package(std::unique_ptr<zip::archive> of, unpack_limits limits);
  /// So many bytes more of a part, which then has so many. Why that was too many.
  auto count(std::size_t part, std::uint64_t more, std::uint64_t read_so_far) -> fault_code;

  std::unique_ptr<zip::archive> zip_;
  std::unordered_map<std::string, std::size_t> parts_;  ///< by their names in lower case
  std::unordered_map<std::size_t, std::uint64_t> read_;
  std::uint64_t inflated_ = 0;  ///< each part once
  std::uint64_t unpacked_ = 0;  ///< as often as it was
  std::uint64_t ask_at_ = 0;    ///< when it has come so far
  std::uint64_t limit_;
  unpack_limits limits_;
  bool was_cut_ = false;
};

}  // namespace waybill::formats::xlsx
