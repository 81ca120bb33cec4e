#include "projections/search/index_hits.hpp"

#include <algorithm>

#include "events/codec.hpp"

namespace waybill::search {
namespace {

constexpr auto comes_later = [](const auto& a, const auto& b) {
  return view_of(a->at.key) > view_of(b->at.key);
};

/// The first document from `from` on that all have.
auto seek_all(std::vector<std::unique_ptr<document_stream>>& streams, std::uint32_t from) -> std::uint32_t {
  for (std::size_t agreed = 0, i = 0; agreed < streams.size(); i = (i + 1) % streams.size()) {
    const auto found = streams[i]->seek(from);
    agreed = found == from ? agreed + 1 : 1;
    from = found;
    if (from == no_document) break;
  }
  return from;
}

}  // namespace

auto index_hits::open(const projection_store& store, index_query query) -> result<index_hits> {
  auto rows = store.walk(family::words, {});
  if (!rows) return rows.why();
  index_hits made{std::move(*rows), std::move(query)};
  made.rows_->seek(reach_key);
  if (made.rows_->valid() && made.rows_->key() == reach_key && !decode(made.rows_->value(), made.reaches_))
    return {errc::corrupt, "The index of words is damaged."};
  for (const auto& head : heads_of(*made.rows_, made.query_.collection)) made.add(head);
  if (auto read = made.ended(); !read) return std::move(read).why();
  return made;
}

void index_hits::add(const segment_head& head) {
  auto one = std::make_unique<source>(
      source{segment_reader{*rows_, query_.collection, head.segment, head.documents}, {}, {}, 0, {}});
  for (const auto& wanted : query_.terms) {
    auto& streams = wanted.excluded ? one->unwanted : one->wanted;
    if (wanted.begins) {
      streams.push_back(one->reader.union_of(wanted.term).stream());
      continue;
    }
    auto postings = one->reader.postings_of(wanted.term);
    if (!postings.empty())
      streams.push_back(stream_of(std::move(postings)));
    else if (!wanted.excluded)
      return;
  }
  one->next = one->reader.first_from(query_.from);
  push(std::move(one));
}

auto index_hits::advance(source& in) const -> bool {
  for (;;) {
    const auto found = in.wanted.empty() ? in.next : seek_all(in.wanted, in.next);
    if (found >= in.reader.documents()) return false;
    in.next = found + 1;
    const auto has = [found](const auto& stream) { return stream->seek(found) == found; };
    if (std::ranges::any_of(in.unwanted, has)) continue;
    if (!in.reader.read(found, in.at)) return false;
    return query_.behind.empty() || view_of(in.at.key) < query_.behind;
  }
}

void index_hits::push(std::unique_ptr<source> one) {
  if (!advance(*one)) return;
  sources_.push_back(std::move(one));
  std::ranges::push_heap(sources_, comes_later);
}

auto index_hits::next(document& out) -> bool {
  if (sources_.empty()) return false;
  std::ranges::pop_heap(sources_, comes_later);
  auto first = std::move(sources_.back());
  sources_.pop_back();
  out = first->at;
  push(std::move(first));
  return true;
}

}  // namespace waybill::search
