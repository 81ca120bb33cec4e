// A ZIP with sitemaps, and perhaps the index that names them. An offset in it is the number of the file in
// its highest bits, and the byte in that file's text below.
#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <set>

#include "domains/nodes/files.hpp"
#include "domains/nodes/sitemap_text.hpp"
#include "formats/gzip/inflate.hpp"
#include "formats/text.hpp"
#include "formats/zip/archive.hpp"

namespace waybill::nodes {
namespace {

namespace map = formats::sitemap;
namespace zip = formats::zip;

constexpr unsigned offset_bits = 40;
constexpr std::uint64_t offset_mask = (std::uint64_t{1} << offset_bits) - 1;
/// What an index names is remembered up to here.
constexpr std::size_t names_limit_bytes = 16 << 20;

auto file_name(std::string_view path) -> std::string_view {
  path = path.substr(0, path.find_first_of("?#"));
  return path.substr(path.rfind('/') + 1);
}

auto unpacked(std::string_view name) -> std::string {
  return std::string(name.substr(0, name.size() - (name.ends_with(".gz") ? 3 : 0)));
}

/// Of an address what stands behind its host.
auto path_of(std::string_view loc) -> std::string_view {
  loc = loc.substr(0, loc.find('#'));
  const auto scheme = loc.find("://");
  if (scheme != std::string_view::npos) loc.remove_prefix(std::min(loc.find('/', scheme + 3), loc.size()));
  while (loc.starts_with('/')) loc.remove_prefix(1);
  return loc;
}

/// Folders, and what Macs and hidden files put beside others, are passed over.
auto may_be_sitemap(std::string_view path) -> bool {
  const auto name = file_name(path);
  if (name.empty() || name.starts_with('.') || path.starts_with("__MACOSX/")) return false;
  const auto ends_with = [&](std::string_view end) {
    return name.size() > end.size() && text::equals_ignoring_case(name.substr(name.size() - end.size()), end);
  };
  return ends_with(".xml") || ends_with(".xml.gz") || ends_with(".gz");
}

auto is_packed(zip::archive& in, std::size_t number) -> bool {
  std::array<char, 2> first{};
  return in.open(number)->read(first.data(), first.size()) == 2 &&
         std::string_view(first.data(), 2) == formats::gzip::signature;
}

auto text_of(zip::archive& in, std::size_t number) -> std::unique_ptr<formats::byte_source> {
  auto raw = in.open(number);
  return is_packed(in, number) ? formats::gzip::unpacked(std::move(raw)) : std::move(raw);
}

auto why_not_opened(zip::open_fault why) -> error {
  if (why == zip::open_fault::unreadable)
    return {errc::unavailable, "The uploaded file cannot be read now.", {}};
  if (why == zip::open_fault::too_many)
    return {errc::too_large_inflated, "The ZIP holds more than 60,000 files.", {}};
  return {errc::archive_damaged, "The ZIP is damaged.", {}};
}

/// Reads all that an archive holds, once.
class archive_check {
 public:
  archive_check(zip::archive& in, const std::function<bool()>& keep_on) : in_(in), keep_on_(keep_on) {}

  auto run() -> std::optional<result<file_summary>> {
    for (std::size_t i = 0; i < in_.names().size(); ++i) {
      if (!may_be_sitemap(in_.names()[i])) continue;
      const auto read = read_entry(i);
      if (is_stopped_) return std::nullopt;
      if (!read) return read.why();
    }
    if (const auto missing = missing_ones(); !missing.empty()) return why_missing(missing);
    if (sitemaps_.empty()) return error{errc::no_urls, "There is no sitemap in the ZIP.", {}};
    return file_summary{std::string(name_of(file_form::archive)), records_, 0};
  }

 private:
  auto read_entry(std::size_t number) -> result<done> {
    const auto records_before = records_;
    const auto name = std::string(file_name(in_.names()[number]));
    const auto bytes = text_of(in_, number);
    map::parser parser;
    std::string block(64 << 10, '\0');
    for (std::int64_t got = 0; (got = bytes->read(block.data(), block.size())) != 0;) {
      is_stopped_ = !keep_on_();
      if (is_stopped_) return done{};
      if (got < 0) return damaged(name, got);
      grown_ += static_cast<std::uint64_t>(got);
      if (grown_ > formats::gzip::may_grow_to(in_.size_bytes())) return damaged(name, -EFBIG);
      parser.feed({block.data(), static_cast<std::size_t>(got)});
      take(parser);
      if (parser.why().code != map::fault_code::none) break;
    }
    parser.finish();
    take(parser);
    const bool is_unread =
        parser.kind() == map::root::urls && records_ == records_before && !parser.stranger().empty();
    if (is_unread && parser.why().code == map::fault_code::none)
      return in_archive(without_urls(parser.stranger()), name);
    return judge(parser, name);
  }

  void take(map::parser& parser) {
    while (const auto* const one = parser.next()) {
      if (parser.kind() == map::root::urls) {
        ++records_;
        continue;
      }
      const auto name = file_name(one->loc);
      const auto path = path_of(one->loc);
      named_bytes_ += name.size() + path.size();
      if (named_bytes_ < names_limit_bytes && !name.empty()) named_[unpacked(name)].emplace(path);
    }
  }

  /// XML of another kind is not ours to judge.
  auto judge(const map::parser& parser, const std::string& name) -> result<done> {
    const auto& fault = parser.why();
    if (fault.code == map::fault_code::other_root) {
      others_.insert(name);
      return done{};
    }
    if (fault.code != map::fault_code::none) return in_archive(error_of(fault), name);
    // All that an index of an index names is in the ZIP, or is missed by itself.
    if (parser.kind() == map::root::urls)
      sitemaps_.insert(name);
    else
      indexes_.insert(name);
    return done{};
  }

  static auto in_archive(error why, const std::string& name) -> error {
    why.message = "The file " + std::string(text::cut_to_bytes(name, 100)) +
                  " in the ZIP cannot be read: " + why.message;
    return why;
  }

  static auto damaged(const std::string& name, std::int64_t answer) -> error {
    const auto shown = std::string(text::cut_to_bytes(name, 100));
    if (answer == -EFBIG)
      return {errc::too_large_inflated,
              "The file grows beyond 200 times its size, or beyond 8 GiB, when it is unpacked.",
              {}};
    return {errc::archive_damaged, "The file " + shown + " in the ZIP cannot be unpacked.", {}};
  }

  /// What the index names may be packed, or not, whatever it says. Of several in different folders there have
  /// to be as many files.
  [[nodiscard]] auto missing_ones() const -> std::vector<std::string> {
    std::vector<std::string> missing;
    for (const auto& [name, paths] : named_) {
      const auto there = count_of(sitemaps_, name) + count_of(indexes_, name);
      if (there == 0) missing.emplace_back(file_name(*paths.begin()));
      if (there == 0 || there >= paths.size()) continue;
      auto left = paths.size() - there;
      for (auto one = paths.begin(); one != paths.end() && left > 0; ++one)
        if (!has_file(*one)) {
          missing.push_back(*one);
          --left;
        }
    }
    return missing;
  }
  static auto count_of(const std::multiset<std::string>& names, const std::string& one) -> std::size_t {
    const auto plain = unpacked(one);
    return names.count(plain) + names.count(plain + ".gz");
  }
  [[nodiscard]] auto has_file(const std::string& path) const -> bool {
    return std::ranges::any_of(in_.names(), [&](std::string_view name) { return name.ends_with(path); });
  }
  /// What is there, but is no sitemap, did not stay behind.
  [[nodiscard]] auto why_missing(const std::vector<std::string>& missing) const -> error {
    for (const auto& one : missing)
      if (count_of(others_, std::string(file_name(one))) > 0)
        return {errc::sitemap_index_alone,
                "The index of sitemaps names " + std::string(text::cut_to_bytes(one, 100)) +
                    ", which is in the ZIP and is no sitemap.",
                {}};
    return index_alone(missing);
  }

  zip::archive& in_;
  const std::function<bool()>& keep_on_;
  bool is_stopped_ = false;
  std::uint64_t records_ = 0;
  std::uint64_t grown_ = 0;
  std::size_t named_bytes_ = 0;
  std::map<std::string, std::set<std::string>>
      named_;                            ///< by an index: of each name, without `.gz`, the paths
  std::multiset<std::string> sitemaps_;  ///< names of those that are there
  std::multiset<std::string> indexes_;   ///< the same
  std::multiset<std::string> others_;    ///< XML of another kind
};

class checker final : public file_check {
 public:
  void feed(std::string_view /*bytes*/) override {}
  auto finish() -> result<file_summary> override {
    return error{errc::internal, "A ZIP is read from its end.", {}};
  }
  [[nodiscard]] auto needs_file() -> bool override { return true; }
  auto finish_at(const std::string& path, const std::function<bool()>& keep_on)
      -> std::optional<result<file_summary>> override {
    auto why = zip::open_fault::none;
    const auto archive = zip::archive::at(path, why);
    if (!archive) return why_not_opened(why);
    return archive_check(*archive, keep_on).run();
  }
};

class source final : public record_source {
 public:
  source(const reading_start& from, const reading_order& order)
      : maker_(read_options(order.options), order.import_time),
        number_(static_cast<std::size_t>(from.offset >> offset_bits)),
        offset_(from.offset & offset_mask) {
    auto why = zip::open_fault::none;
    archive_ = zip::archive::at(order.path, why);
  }

  auto next(candidate_chunk& into) -> step override {
    if (!archive_) return step::broken;
    for (;;) {
      if (!text_ && !open_next()) return step::end;
      const auto* const one = text_->next();
      if (one != nullptr && text_->parser().kind() == map::root::urls) {
        maker_.add(item_.node_of(*one), into);
        into.records.back().end_offset = std::uint64_t{number_} << offset_bits | one->end_offset;
        return step::record;
      }
      if (one != nullptr) continue;
      if (text_->is_broken() && text_->parser().why().code != map::fault_code::other_root)
        return step::broken;
      text_.reset();
      ++number_;
      offset_ = 0;
    }
  }

 private:
  /// The text of the next file that may be a sitemap; false: there is none.
  auto open_next() -> bool {
    const auto& names = archive_->names();
    while (number_ < names.size() && !may_be_sitemap(names[number_])) ++number_;
    if (number_ >= names.size()) return false;
    auto bytes = text_of(*archive_, number_);
    std::string first;
    if (offset_ > 0) first = beginning_of(*bytes);
    text_ = std::make_unique<sitemap_text>(std::move(bytes), offset_, first);
    return true;
  }

  /// The first bytes of the text, and `bytes` at `offset_`.
  auto beginning_of(formats::byte_source& bytes) const -> std::string {
    std::string passed(64 << 10, '\0');
    std::string first;
    for (auto left = offset_; left > 0;) {
      const auto got =
          bytes.read(passed.data(), static_cast<std::size_t>(std::min<std::uint64_t>(left, passed.size())));
      if (got <= 0) break;
      if (first.size() < passed.size()) first.append(passed, 0, static_cast<std::size_t>(got));
      left -= static_cast<std::uint64_t>(got);
    }
    return first;
  }

  candidate_maker maker_;
  sitemap_item item_;
  std::unique_ptr<zip::archive> archive_;
  std::size_t number_;
  std::uint64_t offset_;
  std::unique_ptr<sitemap_text> text_;
};

}  // namespace

auto archive_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

auto archive_records(const reading_start& from, const reading_order& order)
    -> std::unique_ptr<record_source> {
  return std::make_unique<source>(from, order);
}

}  // namespace waybill::nodes
