#include "domains/nodes/batch.hpp"

#include "domains/nodes/files.hpp"
#include "formats/json/list_check.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

namespace json = formats::json;

auto place_in(const json::place& at) -> fault_place { return {std::nullopt, at.offset, at.line, at.column}; }

auto unknown_member(const json::side_member& one) -> error {
  constexpr std::size_t shown_bytes = 100;
  return {errc::unknown_field,
          "The key '" + std::string(text::cut_to_bytes(one.key, shown_bytes)) +
              "' is not known; a batch knows 'project', 'urls' and 'options'.",
          place_in(one.at)};
}

auto too_long(const json::side_member& one) -> error {
  return {errc::bad_value,
          "The value of '" + one.key + "' is longer than " +
              std::to_string(json::list_check::side_limit_bytes) + " bytes.",
          place_in(one.at)};
}

/// By both its names, or by one of them.
auto given_twice(const json::side_member& one) -> error {
  const std::string name = one.key == "options" ? "options" : "project";
  return {errc::bad_value, "'" + name + "' is given twice, and not the same.", place_in(one.at)};
}

class checker final : public file_check {
 public:
  void feed(std::string_view bytes) override { check_.feed(bytes); }
  auto finish() -> result<file_summary> override { return check_.finish(); }

 private:
  batch_check check_;
};

}  // namespace

struct batch_check::impl {
  json::list_check list{"urls"};
  batch_members beside;
};

batch_check::batch_check() : impl_(std::make_unique<impl>()) {}
batch_check::~batch_check() = default;

void batch_check::feed(std::string_view bytes) { impl_->list.feed(bytes); }
auto batch_check::urls() const -> std::uint64_t { return impl_->list.records(); }
auto batch_check::beside() const -> const batch_members& { return impl_->beside; }

auto batch_check::finish() -> result<file_summary> {
  json::list_summary found;
  if (const auto fault = impl_->list.finish(found))
    return error{errc::invalid_json, fault->message, place_in(fault->at)};
  for (const auto& one : found.beside) {
    if (one.key == "urls") return error{errc::no_urls, "'urls' is not a list.", place_in(one.at)};
    const bool is_known = one.key == "project" || one.key == "projectId" || one.key == "options";
    if (!is_known) return unknown_member(one);
    if (one.value.empty()) return too_long(one);
    auto& member = one.key == "options" ? impl_->beside.options : impl_->beside.project;
    if (!member.empty() && member != one.value) return given_twice(one);
    member = one.value;
  }
  if (!found.has_list) return error{errc::no_urls, "There is no list 'urls' in the document.", {}};
  return file_summary{std::string(name_of(file_form::json_batch)), found.records, found.list_offset};
}

auto batch_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

}  // namespace waybill::nodes
