#include "formats/links/zipped.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <tuple>

#include "formats/gzip/inflate.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"
#include "formats/zip/archive.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

/// So many files of an archive are looked into.
constexpr std::size_t most_looked_at = 5'000;
constexpr std::size_t most_named = 5;
constexpr std::size_t shown_bytes = 100;

auto base_of(std::string_view path) -> std::string_view { return path.substr(path.find_last_of("/\\") + 1); }
auto folder_of(std::string_view path) -> std::string_view {
  return path.substr(0, path.size() - base_of(path).size());
}

/// The folder of Omnivore's list, where somebody packed it with a folder around it; "": there is none.
auto folder_of_omnivore(const std::vector<std::string>& paths) -> std::string_view {
  const auto is_list = [](std::string_view path) {
    return base_of(path).starts_with("metadata_") && path.ends_with(".json");
  };
  const auto found = std::ranges::find_if(paths, is_list);
  return found == paths.end() ? std::string_view{} : folder_of(*found);
}

/// Folders, what Macs and hidden files put beside others, and pages that Omnivore kept are passed over; and
/// what does not end as one of the formats does.
auto may_be_links(std::string_view path, std::string_view folder) -> bool {
  const auto name = base_of(path);
  if (name.empty() || name.starts_with('.') || path.starts_with("__MACOSX/")) return false;
  if (path.starts_with(folder)) path.remove_prefix(folder.size());
  if (path.starts_with("content/") || path.starts_with("highlights/")) return false;
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return true;
  static constexpr std::array ends{"json"sv, "html"sv,  "htm"sv,     "csv"sv, "xml"sv,
                                   "opml"sv, "plist"sv, "jsonlz4"sv, "txt"sv, "md"sv};
  return std::ranges::any_of(
      ends, [&](std::string_view end) { return text::equals_ignoring_case(name.substr(dot + 1), end); });
}

/// Ends what grows beyond measure.
class bounded_source final : public byte_source {
 public:
  bounded_source(std::unique_ptr<byte_source> from, std::uint64_t most)
      : from_(std::move(from)), left_(most) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto got = from_ ? from_->read(into, size) : -EBADMSG;
    if (got <= 0) return got;
    if (static_cast<std::uint64_t>(got) > left_) return -EFBIG;
    left_ -= static_cast<std::uint64_t>(got);
    return got;
  }

 private:
  std::unique_ptr<byte_source> from_;
  std::uint64_t left_;
};

auto open_entry(const std::shared_ptr<zip::archive>& in, std::size_t number) -> std::unique_ptr<byte_source> {
  return std::make_unique<bounded_source>(in->open(number), gzip::may_grow_to(in->size_bytes()));
}

struct candidate {
  std::size_t number = 0;
  std::string_view path;
  entry_format format;
};

/// A name's words and numbers, so that `part_2` comes before `part_10`.
auto order_of(std::string_view name) -> std::tuple<std::size_t, std::string_view> {
  const auto digit = std::min(name.find_first_of("0123456789"), name.size());
  const auto behind = std::min(name.find_first_not_of("0123456789", digit), name.size());
  return {behind - digit, name};
}

auto without_digits(std::string_view path) -> std::string {
  std::string kept(path);
  std::erase_if(kept, text::is_digit);
  return kept;
}

/// Google writes Chrome's bookmarks and its reading list into two files of one folder.
auto are_of_takeout(const std::vector<candidate>& all) -> bool {
  const auto folder = folder_of(all.front().path);
  return folder.ends_with("Chrome/") && std::ranges::all_of(all, [&](const candidate& one) {
           return one.format.name == "netscape" && folder_of(one.path) == folder;
         });
}

/// Omnivore and Pocket part one export into files with numbers.
auto are_parts(const std::vector<candidate>& all) -> bool {
  if (are_of_takeout(all)) return true;
  const auto& first = all.front();
  const bool is_parted = first.format.name == "omnivore" || first.format.name == "pocket";
  return is_parted && std::ranges::all_of(all, [&](const candidate& one) {
           return one.format.name == first.format.name &&
                  without_digits(one.path) == without_digits(first.path);
         });
}

/// Leaves the one that counts, or the parts of one; else all that might.
void choose(std::vector<candidate>& all) {
  if (std::ranges::any_of(all, [](const candidate& one) { return !one.format.is_weak; }))
    std::erase_if(all, [](const candidate& one) { return one.format.is_weak; });
  // Beside its bookmarks, Mastodon packs likes and posts, which are lists of the same format.
  const auto is_bookmarks = [](const candidate& one) { return base_of(one.path) == "bookmarks.json"; };
  const bool is_mastodon =
      std::ranges::all_of(all, [](const candidate& one) { return one.format.name == "activitystreams"; });
  if (is_mastodon && std::ranges::count_if(all, is_bookmarks) == 1)
    std::erase_if(all, [&](const candidate& one) { return !is_bookmarks(one); });
}

/// One file after the other.
class reader final : public link_reader {
 public:
  reader(std::string path, std::size_t item_bytes, entry_recogniser format_of)
      : path_(std::move(path)), item_bytes_(item_bytes), format_of_(std::move(format_of)) {}

  auto next(link& into) -> step override {
    if (!why_.code.empty() || (!is_open_ && !open())) return step::broken;
    for (; now_ < parts_.size(); ++now_) {
      if (!part_) part_ = parts_[now_].format.open(file_of(parts_[now_].number));
      const auto found = part_->next(into);
      if (found == step::link) {
        last_ = into.end;
        into.end += base_;
        return found;
      }
      left_out_ += part_->left_out();
      is_truncated_ = is_truncated_ || part_->truncated();
      is_guessed_ = is_guessed_ || part_->is_guessed();
      if (found == step::broken) {
        why_ = part_->why();
        return found;
      }
      base_ += last_;
      part_.reset();
    }
    return step::end;
  }
  [[nodiscard]] auto why() const -> file_fault override { return why_; }
  [[nodiscard]] auto left_out() const -> std::uint64_t override {
    return left_out_ + (part_ ? part_->left_out() : 0);
  }
  [[nodiscard]] auto truncated() const -> bool override { return is_truncated_; }
  [[nodiscard]] auto is_guessed() const -> bool override { return is_guessed_; }

 private:
  auto refuse(std::string_view code, std::string message) -> bool {
    why_ = {std::string(code), std::move(message)};
    return false;
  }

  auto file_of(std::size_t number) -> link_file {
    return {[in = archive_, number] { return open_entry(in, number); }, item_bytes_};
  }

  auto open() -> bool {
    is_open_ = true;
    auto fault = zip::open_fault::none;
    archive_ = zip::archive::at(path_, fault);
    if (!archive_) {
      if (fault == zip::open_fault::too_many)
        return refuse("too_large_inflated", "The ZIP holds more than 60,000 files.");
      if (fault == zip::open_fault::unreadable)
        return refuse("unavailable", "The uploaded file cannot be read now.");
      return refuse("archive_damaged", "The ZIP is damaged.");
    }
    std::size_t looked_at = 0;
    const auto folder = folder_of_omnivore(archive_->names());
    for (std::size_t i = 0; i < archive_->names().size(); ++i) {
      const auto& name = archive_->names()[i];
      if (!may_be_links(name, folder)) continue;
      if (++looked_at > most_looked_at)
        return refuse("unknown_format", "The ZIP holds more than 5,000 files that may be bookmarks.");
      if (!look_at(i)) return false;
    }
    choose(parts_);
    if (parts_.empty())
      return refuse("unknown_format", "The ZIP holds no file of bookmarks in a format that is read.");
    if (parts_.size() > 1 && !are_parts(parts_)) return refuse_several();
    std::ranges::sort(parts_, {}, [](const candidate& one) { return order_of(one.path); });
    return true;
  }

  /// False: it may be what somebody wants, and cannot be read.
  auto look_at(std::size_t number) -> bool {
    const auto& name = archive_->names()[number];
    if (archive_->is_encrypted(number))
      return refuse("unknown_format", "The file " + shown(name) +
                                          " in the ZIP is protected with a password: pack it without one.");
    std::int64_t error = 0;
    heard_source bytes(open_entry(archive_, number), error);
    const auto format = format_of_(first_bytes_of(bytes));
    if (error != 0)
      return refuse("archive_damaged", "The file " + shown(name) + " in the ZIP cannot be unpacked.");
    if (!format.name.empty()) parts_.push_back({number, name, format});
    return true;
  }

  auto refuse_several() -> bool {
    std::string names;
    for (std::size_t i = 0; i < std::min(most_named, parts_.size()); ++i)
      names += (i == 0 ? "" : ", ") + shown(parts_[i].path);
    if (parts_.size() > most_named) names += " and others";
    parts_.clear();
    return refuse("unknown_format",
                  "The ZIP holds several files of bookmarks: " + names + ". Each is an import of its own.");
  }

  static auto shown(std::string_view path) -> std::string {
    auto text = text::repaired_utf8(text::cut_to_bytes(path, shown_bytes));
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return text;
  }

  std::string path_;
  std::size_t item_bytes_;
  entry_recogniser format_of_;
  std::shared_ptr<zip::archive> archive_;
  std::vector<candidate> parts_;
  std::unique_ptr<link_reader> part_;
  std::size_t now_ = 0;
  std::uint64_t base_ = 0;  ///< where the part begins in all their text
  std::uint64_t last_ = 0;
  std::uint64_t left_out_ = 0;
  bool is_open_ = false;
  bool is_truncated_ = false;
  bool is_guessed_ = false;
  file_fault why_;
};

}  // namespace

auto zip_reader(std::string path, std::size_t item_bytes, const entry_recogniser& format_of)
    -> std::unique_ptr<link_reader> {
  return std::make_unique<reader>(std::move(path), item_bytes, format_of);
}

}  // namespace waybill::formats::links
