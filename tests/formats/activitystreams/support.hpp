// Sources of bytes for tests, and short ways to ask.
#pragma once

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "formats/activitystreams/document.hpp"
#include "formats/activitystreams/link_record.hpp"

namespace waybill::formats::activitystreams::testing {

/// Bytes in memory, handed out in pieces of the sizes `piece` answers.
class text_source final : public byte_source {
 public:
  using piece_size = std::function<std::size_t()>;
  explicit text_source(std::string_view text, piece_size piece = {})
      : text_(text), piece_(std::move(piece)) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    if (piece_) size = std::min(size, std::max<std::size_t>(piece_(), 1));
    size = std::min(size, text_.size() - at_);
    std::memcpy(into, text_.data() + at_, size);
    at_ += size;
    return static_cast<std::int64_t>(size);
  }

 private:
  std::string text_;
  piece_size piece_;
  std::size_t at_ = 0;
};

/// `head`, then `middle` as often as asked, then `tail`: nothing of it is ever in memory as a whole.
class repeated_source final : public byte_source {
 public:
  repeated_source(std::string head, std::string middle, std::uint64_t times, std::string tail)
      : head_(std::move(head)),
        middle_(std::move(middle)),
        tail_(std::move(tail)),
        left_(times),
        now_(head_) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    std::size_t done = 0;
    while (done < size && go_on()) {
      const auto part = std::min(size - done, now_.size());
      std::memcpy(into + done, now_.data(), part);
      now_.remove_prefix(part);
      done += part;
    }
    return static_cast<std::int64_t>(done);
  }

 private:
  auto go_on() -> bool {
    while (now_.empty()) {
      if (left_ > 0) {
        --left_;
        now_ = middle_;
      } else if (!std::exchange(ended_, true)) {
        now_ = tail_;
      } else {
        return false;
      }
    }
    return true;
  }

  std::string head_, middle_, tail_;
  std::uint64_t left_;
  bool ended_ = false;
  std::string_view now_;
};

/// A seed that differs from run to run, and can be set to repeat one: WAYBILL_SEED.
inline auto seed() -> std::uint32_t {
  const char* const set = std::getenv("WAYBILL_SEED");
  return set != nullptr ? static_cast<std::uint32_t>(std::stoul(set)) : std::random_device{}();
}

inline auto data(const std::string& name) -> nlohmann::json {
  std::ifstream file("tests/formats/activitystreams/data/" + name);
  return nlohmann::json::parse(file);
}

inline auto content(const std::filesystem::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline auto check(byte_source& from) -> check_result { return check_document(from, {}).value(); }
inline auto check(std::string_view text, text_source::piece_size piece = {}) -> check_result {
  text_source from(text, std::move(piece));
  return check(from);
}

/// All there is to say about an answer, for comparisons.
inline auto spelled(const check_result& answer) -> std::string {
  if (const auto* const good = std::get_if<document_summary>(&answer)) {
    return "records " + std::to_string(good->records) + " at " + std::to_string(good->list_offset) + " of " +
           std::to_string(good->bytes);
  }
  const auto& bad = std::get<document_fault>(answer);
  return "fault " + std::to_string(static_cast<int>(bad.code)) + " at " + std::to_string(bad.byte_offset) +
         ", " + std::to_string(bad.line) + ":" + std::to_string(bad.column) + " " + bad.message;
}

struct read_items {
  std::vector<std::string> raw;
  std::vector<std::uint64_t> offsets, end_offsets;
  std::vector<bool> oversize;
  bool broken = false;
};

inline auto read_all(item_reader& reader) -> read_items {
  read_items all;
  while (const auto one = reader.next()) {
    all.raw.emplace_back(one->raw);
    all.offsets.push_back(one->offset);
    all.end_offsets.push_back(one->end_offset);
    all.oversize.push_back(one->oversize);
  }
  all.broken = reader.broken();
  return all;
}

/// The items of `text` from `offset` on.
inline auto items(std::string_view text, std::uint64_t offset, bool at_list_start = true,
                  std::size_t limit = 1 << 20, text_source::piece_size piece = {}) -> read_items {
  auto from = std::make_unique<text_source>(text.substr(std::min<std::size_t>(offset, text.size())),
                                            std::move(piece));
  item_reader reader(std::move(from), offset, at_list_start, limit);
  return read_all(reader);
}

}  // namespace waybill::formats::activitystreams::testing
