#include "formats/xlsx/workbook.hpp"

#include <charconv>
#include <unordered_map>
#include <utility>

#include "formats/text.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/writer.hpp"
#include "formats/xlsx/xml.hpp"

namespace waybill::formats::xlsx {
namespace {

// What is held of a workbook; no program writes as many, or as long ones.
constexpr std::size_t most_sheets = 16'384;
constexpr std::size_t most_formats = 65'536;
constexpr std::size_t most_styles = 1 << 20;
constexpr std::size_t longest_name_bytes = 1 << 10;
constexpr std::size_t look_strings_bytes = 1 << 20;  ///< of shared texts in memory
constexpr std::size_t most_listed_bytes = 2 << 20;   ///< of the names of all sheets

auto kept(std::string_view text) -> std::string {
  return std::string(text::cut_to_bytes(text, longest_name_bytes));
}

auto number_in(std::string_view text, std::uint32_t otherwise) -> std::uint32_t {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} ? number : otherwise;
}

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

/// What relationships lead to: only parts that are there and of use are kept, however many are listed.
class relationships_listener final : public xml_listener {
 public:
  relationships_listener(const package& parts, std::string_view folder) : parts_(parts), folder_(folder) {}
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    if (depth != 2 || name != "Relationship" || with.text("TargetMode") == "External") return;
    const auto type = with.text("Type");
    const auto word = type.substr(type.rfind('/') + 1);
    if (const auto wanted = sheets.find(kept(with.text("Id"))); wanted != sheets.end())
      wanted->second.take(word == "worksheet" ? part_of(with) : std::nullopt);
    for (auto* const one : {&document, &strings, &styles})
      if (!one->part && one->type == word) one->part = part_of(with);
  }
  void on_end(std::string_view, std::uint32_t) override {}

  struct found_part {
    std::string_view type;  ///< the last word of its address
    std::optional<std::size_t> part{};
  };
  found_part document{"officeDocument"}, strings{"sharedStrings"}, styles{"styles"};
  /// The first relationship of a name counts.
  struct wanted_sheet {
    std::optional<std::size_t> part{};
    bool is_found = false;
    void take(std::optional<std::size_t> here) {
      if (!std::exchange(is_found, true)) part = here;
    }
  };
  std::unordered_map<std::string, wanted_sheet> sheets;  ///< by the names of their relationships

 private:
  [[nodiscard]] auto part_of(const attributes& with) const -> std::optional<std::size_t> {
    return parts_.find(resolved(folder_, with.text("Target").substr(0, longest_name_bytes)));
  }

  const package& parts_;
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
    auto own_name = kept(with.text("name")), id = kept(with.text("id"));
    listed_bytes_ += own_name.size() + id.size();
    if (listed_bytes_ > most_listed_bytes) return;
    sheets.push_back({std::move(own_name), std::move(id),
                      state == "hidden"       ? visibility::hidden
                      : state == "veryHidden" ? visibility::very_hidden
                                              : visibility::visible});
  }
  void on_end(std::string_view, std::uint32_t) override {}

  std::vector<listed_sheet> sheets;
  bool is_workbook = false, is_1904 = false;

 private:
  bool in_sheets_ = false;
  std::size_t listed_bytes_ = 0;
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

class properties_listener final : public xml_listener {
 public:
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    if (depth == 2 && name == "property" && with.text("name") == written_here) was_written_here = true;
  }
  void on_end(std::string_view, std::uint32_t) override {}

  bool was_written_here = false;
};

auto folder_of(std::string_view part) -> std::string_view { return part.substr(0, part.rfind('/') + 1); }

/// A look goes on with what was read.
auto unless_cut(fault why) -> fault { return why.code == fault_code::cut ? fault{} : why; }

/// Reads the relationships of a part, if it has a list of them.
auto read_relationships(const std::shared_ptr<package>& parts, std::string_view part,
                        relationships_listener& into) -> fault {
  const auto folder = folder_of(part);
  const auto list =
      parts->find(std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels");
  return list ? unless_cut(parse_part(parts, *list, into)) : fault{};
}

auto no_workbook(const package& parts) -> fault {
  if (parts.was_cut())
    return {fault_code::too_large_inflated, {}, "The workbook is too large for a look; its import reads it."};
  return {fault_code::not_a_workbook, {}, "The ZIP holds no workbook of Excel."};
}

}  // namespace

auto workbook::open(const std::string& path, const std::string& scratch_folder, fault& why,
                    unpack_limits limits) -> std::shared_ptr<workbook> {
  const bool is_look = limits.look_bytes != 0;
  auto parts = package::at(path, why, std::move(limits));
  if (parts == nullptr) return nullptr;
  auto made = std::shared_ptr<workbook>(new workbook());
  made->parts_ = std::move(parts);
  made->scratch_folder_ = scratch_folder;
  made->is_look_ = is_look;
  why = made->read_directory();
  return why ? nullptr : made;
}

auto workbook::open_to_look(const std::string& path, const std::string& scratch_folder, fault& why)
    -> std::shared_ptr<workbook> {
  return open(path, scratch_folder, why, {{}, look_bytes});
}

auto workbook::read_directory() -> fault {
  relationships_listener package_wide(*parts_, "");
  if (auto why = read_relationships(parts_, "", package_wide)) return why;
  auto main = package_wide.document.part;
  if (!main) main = parts_->find("xl/workbook.xml");
  if (!main || !parts_->name(*main).ends_with(".xml")) return no_workbook(*parts_);
  workbook_listener listener;
  if (auto why = unless_cut(parse_part(parts_, *main, listener))) return why;
  if (!listener.is_workbook) return no_workbook(*parts_);
  is_1904_ = listener.is_1904;
  const auto name = resolved("", "/" + parts_->name(*main));
  relationships_listener own(*parts_, folder_of(name));
  for (const auto& one : listener.sheets) own.sheets.try_emplace(one.id);
  if (auto why = read_relationships(parts_, name, own)) return why;
  bool has_cells = false;
  for (auto& one : listener.sheets) {
    sheets_.push_back({std::move(one.name), one.state, own.sheets[one.id].part});
    has_cells = has_cells || sheets_.back().part;
  }
  if (!has_cells) return no_workbook(*parts_);
  strings_part_ = own.strings.part;
  return own.styles.part ? read_styles(*own.styles.part) : fault{};
}

auto workbook::read_styles(std::size_t part) -> fault {
  styles_listener listener;
  auto why = unless_cut(parse_part(parts_, part, listener));
  styles_ = listener.kinds();
  return why;
}

auto workbook::strings(fault& why) -> shared_strings* {
  if (strings_ != nullptr) return strings_.get();
  strings_ = std::make_unique<shared_strings>(
      scratch_folder_, is_look_ ? look_strings_bytes : shared_strings::default_budget_bytes);
  if (!strings_part_) return strings_.get();
  left_strings_ = std::make_unique<strings_part>(parts_, *strings_part_, *strings_);
  if (!is_look_) reach_string(UINT64_MAX, why);
  return why ? nullptr : strings_.get();
}

auto workbook::reach_string(std::uint64_t number, fault& why) -> bool {
  if (left_strings_ == nullptr) return false;
  why = left_strings_->read_to(number);
  const bool is_there = !why && strings_->size() > number;
  if (!is_there) left_strings_.reset();
  why = unless_cut(std::move(why));
  return is_there;
}

auto workbook::was_written_here(fault& why) -> bool {
  const auto part = parts_->find("docProps/custom.xml");
  if (!part) return false;
  properties_listener listener;
  why = unless_cut(parse_part(parts_, *part, listener));
  return listener.was_written_here;
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
    if (was_cut()) break;
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
