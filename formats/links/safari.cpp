#include "formats/links/safari.hpp"

#include <array>

#include "formats/links/plist.hpp"
#include "formats/links/tree_reader.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

class safari final : public tree_reader {
 public:
  using tree_reader::tree_reader;

 private:
  [[nodiscard]] auto roots_key() const -> std::string_view override { return ""; }
  [[nodiscard]] auto children_key() const -> std::string_view override { return "Children"; }
  [[nodiscard]] auto name_key() const -> std::string_view override { return "Title"; }
  [[nodiscard]] auto not_ours() const -> std::string_view override {
    return "The file is no export of Safari.";
  }
  [[nodiscard]] auto wanted_keys() const -> std::span<const std::string_view> override {
    static constexpr std::array keys{"Title"sv};
    return keys;
  }

  [[nodiscard]] auto open_text() -> std::unique_ptr<byte_source> override {
    auto list = std::make_unique<plist_source>(file_.open());
    list_ = list.get();
    return list;
  }
  [[nodiscard]] auto source_fault(std::int64_t /*error*/) const -> file_fault override {
    return list_->why();
  }

  auto fill(link& into) -> bool override {
    if (now_ == pass::names) return false;
    const auto type = item_.take_text("WebBookmarkType");
    if (type == "WebBookmarkTypeProxy") ++left_out_;
    if (type == "WebBookmarkTypeProxy" || type == "WebBookmarkTypeList") return false;
    into.url = item_.take_text("URLString");
    fill_part("URIDictionary", into, [&] {
      into.title = part_.take_text("title");
      part_.take("");  // the address once more
    });
    fill_part("ReadingList", into, [&] {
      into.created = part_.take_text("DateAdded");
      if (const auto text = part_.take_text("PreviewText"); !text.empty()) into.description = text;
    });
    item_.tell_rest(into.extra);
    return true;
  }

  /// A dictionary of the node; what `take` leaves of it is told.
  template <class F>
  void fill_part(std::string_view key, link& into, F take) {
    const auto raw = item_.take(key);
    if (raw.empty()) return;
    if (!json::is_object(raw) || !part_.read(raw)) return add_extra(key, raw, into.extra);
    take();
    std::string rest;
    part_.tell_rest(rest);
    if (!rest.empty()) add_extra(key, "{" + rest + "}", into.extra);
  }

  const plist_source* list_ = nullptr;  ///< what the tokens are read from
  json_item part_;
};

/// A file that is read only to say what it is.
class binary_list final : public link_reader {
 public:
  auto next(link& /*into*/) -> step override { return step::broken; }
  [[nodiscard]] auto why() const -> file_fault override {
    return {"unknown_format",
            "The property list is binary, which is not read; on a Mac, `plutil -convert xml1 "
            "Bookmarks.plist` makes XML of it."};
  }
};

}  // namespace

auto safari_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  std::array<char, binary_plist.size()> first{};
  const auto bytes = file.open();
  std::size_t held = 0;
  while (bytes && held < first.size()) {
    const auto got = bytes->read(first.data() + held, first.size() - held);
    if (got <= 0) break;
    held += static_cast<std::size_t>(got);
  }
  if (std::string_view(first.data(), held) == binary_plist) return std::make_unique<binary_list>();
  return std::make_unique<safari>(file);
}

}  // namespace waybill::formats::links
