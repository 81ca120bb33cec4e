#include "domains/nodes/files.hpp"

#include <algorithm>
#include <vector>

#include "domains/nodes/written.hpp"
#include "domains/recognised_file.hpp"
#include "formats/gzip/inflate.hpp"
#include "formats/links/text_input.hpp"
#include "formats/recognise.hpp"

namespace waybill::nodes {
namespace {

/// `first`: the text's first bytes.
auto checker_of(file_form form, std::string_view first) -> std::unique_ptr<file_check> {
  switch (form) {
    case file_form::json_lines:
      return lines_checker();
    case file_form::csv:
      return table_checker(table_head_of(first).value_or(table_head{}));
    case file_form::sitemap:
      return sitemap_checker();
    case file_form::archive:
      return archive_checker();
    case file_form::urls:
      return urls_checker();
    default:
      return batch_checker();
  }
}

auto records_of(file_form form, std::string_view first, std::unique_ptr<formats::byte_source> bytes,
                const reading_start& from, const reading_order& order) -> std::unique_ptr<record_source> {
  switch (form) {
    case file_form::csv:
      return table_records(std::move(bytes), from, order,
                           table_head_of(first, dialect_in(order.findings)).value_or(table_head{}));
    case file_form::sitemap:
      return sitemap_records(std::move(bytes), from, order, first);
    case file_form::archive:
      return archive_records(from, order);
    case file_form::urls:
      return urls_records(std::move(bytes), from, order);
    case file_form::json_lines:
      return lines_records(std::move(bytes), from, order);
    default:
      return batch_records(std::move(bytes), from, order);
  }
}

auto text_beginning(std::string_view first, const layout& of) -> std::string {
  return of.gzip ? formats::gzip::beginning_of(first, formats::recognised_bytes) : std::string(first);
}

auto wide_encoding_in(std::string_view first) -> formats::wide_encoding {
  const auto found = formats::wide_encoding_of(first);
  return found.unit_bytes > 0 ? found : formats::wide_by_zero_bytes(first);
}

/// Makes UTF-8 of what passes by.
class decoding_check final : public file_check {
 public:
  decoding_check(std::unique_ptr<file_check> inside, const formats::wide_encoding& from)
      : inside_(std::move(inside)), from_(from) {}
  void feed(std::string_view bytes) override { inside_->feed(text_.take(bytes)); }
  auto finish() -> result<file_summary> override {
    inside_->feed(text_.finish());
    auto found = inside_->finish();
    if (found.ok()) found->findings = told_as(found->findings, from_);
    return found;
  }

 private:
  std::unique_ptr<file_check> inside_;
  formats::wide_encoding from_;
  formats::links::text_input text_;
};

/// Unpacks what passes by.
class unpacking_check final : public file_check {
 public:
  explicit unpacking_check(std::unique_ptr<file_check> inside) : inside_(std::move(inside)) {}
  void feed(std::string_view bytes) override {
    state_ = inflater_.feed(bytes, [this](std::string_view piece) { inside_->feed(piece); });
  }
  auto finish() -> result<file_summary> override {
    using formats::gzip::state;
    if (state_ == state::too_large)
      return error{errc::too_large_inflated,
                   "The file grows beyond 200 times its size, or beyond 8 GiB, when it is unpacked.",
                   {}};
    if (state_ != state::whole)
      return error{errc::archive_damaged,
                   state_ == state::more ? "The gzip file ends in the middle." : "The gzip file is damaged.",
                   {}};
    return inside_->finish();
  }

 private:
  std::unique_ptr<file_check> inside_;
  formats::gzip::inflater inflater_;
  formats::gzip::state state_ = formats::gzip::state::more;
};

auto check_of(std::string_view first) -> result<std::unique_ptr<file_check>> {
  const auto found = layout_of(first);
  if (!found) return found.why();
  auto check = checker_of(found->form, text_beginning(first, *found));
  if (found->wide)
    check =
        std::make_unique<decoding_check>(std::move(check), wide_encoding_in(text_beginning(first, *found)));
  if (found->gzip) check = std::make_unique<unpacking_check>(std::move(check));
  return check;
}

/// Reads up to `offset`. False: it ends before.
auto pass(formats::byte_source& from, std::uint64_t offset) -> bool {
  std::vector<char> nothing(64 << 10);
  while (offset > 0) {
    const auto got =
        from.read(nothing.data(), static_cast<std::size_t>(std::min<std::uint64_t>(offset, nothing.size())));
    if (got <= 0) return false;
    offset -= static_cast<std::uint64_t>(got);
  }
  return true;
}

}  // namespace

auto file_checker() -> std::unique_ptr<file_check> { return recognising_check(check_of); }

auto file_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source> {
  auto again = formats::open_file(order.path, 0);
  if (!again) return broken_records();
  const auto first = formats::first_bytes_of(*again);
  const auto found = layout_of(first);
  if (!found) return broken_records();
  const auto beginning = text_beginning(first, *found);
  if (!found->gzip && !found->wide) return records_of(found->form, beginning, std::move(bytes), from, order);
  // Offsets are those of the text that is unpacked and decoded.
  auto text = formats::open_file(order.path, 0);
  if (found->gzip) text = formats::gzip::unpacked(std::move(text));
  if (found->wide) text = formats::links::wide_as_utf_8(std::move(text));
  if (!pass(*text, from.offset)) return broken_records();
  return records_of(found->form, beginning, std::move(text), from, order);
}

}  // namespace waybill::nodes
