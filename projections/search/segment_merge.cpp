#include "projections/search/segment_merge.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace waybill::search {
namespace {

/// One of the segments that become one. Its terms have a cursor to themselves.
struct part {
  part(std::unique_ptr<row_cursor> for_rows, std::unique_ptr<row_cursor> for_terms,
       std::string_view collection, const segment_head& head)
      : rows(std::move(for_rows)),
        walked(std::move(for_terms)),
        reader(*rows, collection, head.segment, head.documents),
        terms(*walked, reader.prefix(), {}),
        numbers(head.documents, no_document) {}

  auto next() -> bool { return has_term = terms.next(); }
  [[nodiscard]] auto postings() -> std::string {
    return terms.postings().empty() ? reader.long_postings_of(terms.term()) : std::string(terms.postings());
  }

  std::unique_ptr<row_cursor> rows, walked;
  segment_reader reader;
  term_walk terms;
  bool has_term = false;
  std::vector<std::uint32_t> numbers;  ///< of its documents in the new segment
};
using parts = std::vector<std::unique_ptr<part>>;

struct origin {
  document what;
  std::uint32_t part, number;
};

auto open_parts(const projection_store& store, std::string_view collection,
                std::span<const segment_head> heads) -> result<parts> {
  parts all;
  for (const auto& head : heads) {
    auto rows = store.walk(family::words, collection);
    auto terms = store.walk(family::words, collection);
    if (!rows) return rows.why();
    if (!terms) return terms.why();
    all.push_back(std::make_unique<part>(std::move(*rows), std::move(*terms), collection, head));
  }
  return all;
}

/// Numbers the documents of all parts anew, in the order of their keys.
void pack_documents(parts& from, const is_kept& kept, segment_packer& to) {
  std::vector<origin> all;
  for (std::uint32_t i = 0; i < from.size(); ++i) {
    document one;
    for (std::uint32_t number = 0; from[i]->reader.read(number, one); ++number)
      if (kept(one)) all.push_back({one, i, number});
  }
  std::ranges::sort(all, [](const origin& a, const origin& b) {
    return a.what.key != b.what.key ? view_of(a.what.key) < view_of(b.what.key) : a.what.place < b.what.place;
  });
  for (const auto& one : all) {
    from[one.part]->numbers[one.number] = to.documents();
    to.add(one.what);
  }
}

/// The documents of the part's present term by their new numbers.
void add_documents(part& from, std::vector<std::uint32_t>& to) {
  const auto bytes = from.postings();
  postings_reader all{bytes};
  for (auto one = all.next(); one < from.numbers.size(); one = all.next())
    if (from.numbers[one] != no_document) to.push_back(from.numbers[one]);
}

void pack_terms(parts& from, segment_packer& to) {
  for (const auto& one : from) one->next();
  std::vector<std::uint32_t> documents;
  std::string least;
  for (;;) {
    const part* first = nullptr;
    for (const auto& one : from)
      if (one->has_term && (first == nullptr || one->terms.term() < first->terms.term())) first = one.get();
    if (first == nullptr) return;
    least = first->terms.term();
    documents.clear();
    for (const auto& one : from) {
      if (!one->has_term || one->terms.term() != least) continue;
      add_documents(*one, documents);
      one->next();
    }
    std::ranges::sort(documents);
    if (!documents.empty()) to.add(least, documents);
  }
}

}  // namespace

auto merge_segments(const projection_store& store, std::string_view collection,
                    std::span<const segment_head> heads, std::uint64_t as, const is_kept& kept)
    -> result<merged_segment> {
  auto from = open_parts(store, collection, heads);
  if (!from) return from.why();
  segment_packer packer{collection, as};
  pack_documents(*from, kept, packer);
  pack_terms(*from, packer);
  for (const auto& one : *from)
    for (const auto* cursor : {one->rows.get(), one->walked.get()})
      if (auto read = cursor->ended(); !read) return read.why();
  const auto documents = packer.documents();
  return merged_segment{std::move(packer).finish(), documents};
}

}  // namespace waybill::search
