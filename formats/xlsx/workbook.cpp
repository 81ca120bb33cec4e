#include "formats/xlsx/workbook.hpp"

#include <charconv>
#include <unordered_map>

#include "formats/text.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/xml.hpp"

namespace waybill::formats::xlsx {
namespace {

// What is held of a workbook; no program writes as many, or as long ones.
constexpr std::size_t most_sheets = 16'384;
constexpr std::size_t most_relationships = 65'536;
constexpr std::size_t most_formats = 65'536;
constexpr std::size_t most_styles = 1 << 20;
constexpr std::size_t longest_name_bytes = 1 << 10;

auto kept(std::string_view text) -> std::string {
  return std::string(text::cut_to_bytes(text, longest_name_bytes));
}

auto number_in(std::string_view text, std::uint32_t otherwise) -> std::uint32_t {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} ? number : otherwise;
}

struct relationship {
  std::string id;
  std::string type;    ///< the last word of its address
  std::string target;  ///< the name of a part
};

/// `target` as seen from the folder of a part.
auto resolved(std::string_view folder, std::string_view target) -> std::string {
  std::string path;
  for (const char c : target) path += c == '\\' ? '/' : c;
  if (path.starts_with('/')) return path.substr(1);
  std::string base(folder);
  for (std::string_view rest = path;;) {
    if (rest.starts_with("./")) {
      rest.remove_prefix(2);
    } else if (rest.starts_with("../")) {
      rest.remove_prefix(3);
      const auto up = base.empty() ? std::string::npos : base.rfind('/', base.size() - 2);
      base.resize(up == std::string::npos ? 0 : up + 1);
    } else {
      return base.append(rest);
    }
  }
}

class relationships_listener final : public xml_listener {
 public:
  explicit relationships_listener(std::string_view folder) : folder_(folder) {}
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    if (depth != 2 || name != "Relationship" || found.size() == most_relationships) return;
    if (with.text("TargetMode") == "External") return;
    const auto type = with.text("Type");
    const auto word = type.substr(type.rfind('/') + 1);
    found.push_back({kept(with.text("Id")), kept(word), resolved(folder_, kept(with.text("Target")))});
  }
  void on_end(std::string_view, std::uint32_t) override {}

  std::vector<relationship> found;

 private:
  std::string_view folder_;
};

struct listed_sheet {
  std::string name, id;
  visibility state = visibility::visible;
};

class workbook_listener final : public xml_listener {
 public:
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    if (depth == 1) is_workbook = name == "workbook";
    if (depth == 2) in_sheets_ = name == "sheets";
    if (depth == 2 && name == "workbookPr") {
      const auto says = with.text("date1904");
      is_1904 = says == "1" || says == "true" || says == "on";
    }
    if (depth != 3 || !in_sheets_ || name != "sheet" || sheets.size() == most_sheets) return;
    const auto state = with.text("state");
    sheets.push_back({kept(with.text("name")), kept(with.text("id")),
                      state == "hidden"       ? visibility::hidden
                      : state == "veryHidden" ? visibility::very_hidden
                                              : visibility::visible});
  }
  void on_end(std::string_view, std::uint32_t) override {}

  std::vector<listed_sheet> sheets;
  bool is_workbook = false, is_1904 = false;

 private:
  bool in_sheets_ = false;
};

class styles_listener final : public xml_listener {
 public:
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    if (depth == 2) {
      in_formats_ = name == "numFmts";
      in_cells_ = name == "cellXfs";
    }
    if (depth != 3) return;
    const auto id = number_in(with.text("numFmtId"), 0);
    if (in_formats_ && name == "numFmt" && formats_.size() < most_formats)
      formats_[id] = kind_of_format(with.text("formatCode"));
    if (in_cells_ && name == "xf" && ids_.size() < most_styles) ids_.push_back(id);
  }
  void on_end(std::string_view, std::uint32_t) override {}

  [[nodiscard]] auto kinds() const -> std::vector<number_kind> {
    std::vector<number_kind> all;
    all.reserve(ids_.size());
    for (const auto id : ids_) {
      const auto own = formats_.find(id);
      all.push_back(own == formats_.end() ? kind_of_builtin(id) : own->second);
    }
    return all;
  }

 private:
  std::unordered_map<std::uint32_t, number_kind> formats_;
  std::vector<std::uint32_t> ids_;
  bool in_formats_ = false, in_cells_ = false;
};

auto folder_of(std::string_view part) -> std::string_view { return part.substr(0, part.rfind('/') + 1); }

/// The relationships of a part; none when it has no list of them.
auto relationships_of(const std::shared_ptr<package>& parts, std::string_view part, fault& why)
    -> std::vector<relationship> {
  const auto folder = folder_of(part);
  const auto list =
      parts->find(std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels");
  if (!list) return {};
  relationships_listener listener(folder);
  why = parse_part(parts, *list, listener);
  return std::move(listener.found);
}

auto part_of_type(const package& parts, const std::vector<relationship>& all, std::string_view type)
    -> std::optional<std::size_t> {
  for (const auto& one : all)
    if (one.type == type)
      if (const auto part = parts.find(one.target)) return part;
  return std::nullopt;
}

auto no_workbook() -> fault {
  return {fault_code::not_a_workbook, {}, "The ZIP holds no workbook of Excel."};
}

auto part_of_sheet(const package& parts, const std::vector<relationship>& all, std::string_view id)
    -> std::optional<std::size_t> {
  for (const auto& one : all)
    if (one.id == id) return one.type == "worksheet" ? parts.find(one.target) : std::nullopt;
  return std::nullopt;
}

}  // namespace

auto workbook::open(const std::string& path, const std::string& scratch_folder, fault& why)
    -> std::shared_ptr<workbook> {
  auto parts = package::at(path, why);
  if (parts == nullptr) return nullptr;
  auto made = std::shared_ptr<workbook>(new workbook());
  made->parts_ = std::move(parts);
  made->scratch_folder_ = scratch_folder;
  why = made->read_directory();
  return why ? nullptr : made;
}

auto workbook::read_directory() -> fault {
  fault why;
  const auto package_wide = relationships_of(parts_, "", why);
  if (why) return why;
  auto main = part_of_type(*parts_, package_wide, "officeDocument");
  if (!main) main = parts_->find("xl/workbook.xml");
  if (!main || !parts_->name(*main).ends_with(".xml")) return no_workbook();
  workbook_listener listener;
  why = parse_part(parts_, *main, listener);
  if (why) return why;
  if (!listener.is_workbook) return no_workbook();
  is_1904_ = listener.is_1904;
  const auto own = relationships_of(parts_, resolved("", "/" + parts_->name(*main)), why);
  if (why) return why;
  bool has_cells = false;
  for (auto& one : listener.sheets) {
    sheets_.push_back({std::move(one.name), one.state, part_of_sheet(*parts_, own, one.id)});
    has_cells = has_cells || sheets_.back().part;
  }
  if (!has_cells) return no_workbook();
  strings_part_ = part_of_type(*parts_, own, "sharedStrings");
  const auto styles = part_of_type(*parts_, own, "styles");
  return styles ? read_styles(*styles) : fault{};
}

auto workbook::read_styles(std::size_t part) -> fault {
  styles_listener listener;
  const auto why = parse_part(parts_, part, listener);
  styles_ = listener.kinds();
  return why;
}

auto workbook::strings(fault& why) -> shared_strings* {
  if (strings_ != nullptr) return strings_.get();
  auto made = std::make_unique<shared_strings>(scratch_folder_);
  if (strings_part_) why = read_shared_strings(parts_, *strings_part_, *made);
  if (why) return nullptr;
  strings_ = std::move(made);
  return strings_.get();
}

auto workbook::first_sheet(fault& why) -> std::optional<std::size_t> {
  std::optional<std::size_t> visible, any;
  for (std::size_t i = 0; i < sheets_.size(); ++i) {
    if (!sheets_[i].part) continue;
    if (!any) any = i;
    if (sheets_[i].state != visibility::visible) continue;
    if (!visible) visible = i;
    if (holds_cell(*this, *sheets_[i].part, why)) return i;
    if (why) return std::nullopt;
  }
  return visible ? visible : any;
}

auto workbook::find_sheet(std::string_view name_or_number) const -> std::optional<std::size_t> {
  for (std::size_t i = 0; i < sheets_.size(); ++i)
    if (sheets_[i].name == name_or_number) return i;
  std::uint32_t number = 0;
  const auto* const end = name_or_number.data() + name_or_number.size();
  const auto read = std::from_chars(name_or_number.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number == 0 || number > sheets_.size())
    return std::nullopt;
  return number - 1;
}

}  // namespace waybill::formats::xlsx
