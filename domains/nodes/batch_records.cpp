// The items of a batch's list as candidates.
#include "domains/nodes/files.hpp"
#include "domains/nodes/json_item.hpp"
#include "formats/json/item_reader.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, const reading_order& order)
      : maker_(read_options(order.options), order.import_time),
        items_(std::move(bytes), from.offset, from.at_list_start, order.limits.item_bytes) {}

  auto next(candidate_chunk& into) -> step override {
    const auto item = items_.next();
    if (items_.broken()) return step::broken;
    if (!item) return step::end;
    add(*item, into);
    into.records.back().end_offset = item->end_offset;
    return step::record;
  }

 private:
  void add(const formats::json::raw_item& item, candidate_chunk& into) {
    if (item.oversize)
      return candidate_maker::refuse(fault_of_oversize(item.head), {},
                                     text::cut_to_characters(item.head, excerpt_characters), into);
    given_node given;
    if (parser_.parse(item.raw, given)) return maker_.add(given, into);
    candidate_maker::refuse("not_a_node", {}, text::cut_to_characters(item.raw, excerpt_characters), into);
  }

  json_item parser_;
  candidate_maker maker_;
  formats::json::item_reader items_;
};

}  // namespace

auto batch_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                   const reading_order& order) -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::move(bytes), from, order);
}

}  // namespace waybill::nodes
