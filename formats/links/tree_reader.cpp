#include "formats/links/tree_reader.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill::formats::links {

using json::token;

auto tree_reader::is_inside(std::size_t number) const -> bool {
  return std::ranges::any_of(
      levels_, [&](const level& one) { return one.is == kind::children && one.folder == number; });
}

auto tree_reader::innermost() const -> std::size_t {
  const auto found = std::find_if(levels_.rbegin(), levels_.rend(),
                                  [](const level& one) { return one.is == kind::children; });
  return found == levels_.rend() ? static_cast<std::size_t>(-1) : found->folder;
}

void tree_reader::begin_pass(pass one) {
  begin();
  now_ = one;
  levels_.clear();
  path_.clear();
  count_ = 0;
  trash_ = 0;
}

auto tree_reader::next(link& into) -> step {
  into.clear();
  if (is_over_) return why_.code.empty() ? step::end : step::broken;
  if (!tokens_) begin_pass(pass::names);
  for (;;) {
    const auto found = walk(into);
    if (found == step::broken) return step::broken;
    if (found == step::link) return done(into);
    if (const auto at_end = end_pass(); at_end != step::link) return at_end;
  }
}

/// `step::link`: there is one more.
auto tree_reader::end_pass() -> step {
  if (now_ == pass::names) {
    const auto sentence = has_roots_ ? refused() : not_ours();
    if (!sentence.empty()) return other(sentence);
    begin_pass(pass::links);
    return step::link;
  }
  if (now_ == pass::links && wants_leftovers()) {
    begin_pass(pass::leftovers);
    return step::link;
  }
  is_over_ = true;
  return step::end;
}

auto tree_reader::walk(link& into) -> step {
  for (;;) {
    const auto one = tokens_->next();
    if (one == token::broken) return broken();
    if (one == token::end) return step::end;
    if (levels_.empty()) {
      if (one != token::begin_object) return other(not_ours());
      if (roots_key().empty())
        open_node(), has_roots_ = true;
      else
        levels_.push_back({kind::root});
      continue;
    }
    switch (levels_.back().is) {
      case kind::root:
      case kind::roots:
        in_root(one);
        break;
      case kind::place:
      case kind::node:
        if (in_node(one, into)) return step::link;
        break;
      case kind::children:
        if (in_children(one, into)) return step::link;
        break;
    }
  }
}

/// In the root, or in the member of it that holds the nodes.
auto tree_reader::in_root(token one) -> bool {
  if (one != token::key) {
    levels_.pop_back();
    return false;
  }
  const bool is_roots = levels_.back().is == kind::root && tokens_->text() == roots_key();
  const bool in_roots = levels_.back().is == kind::roots;
  key_ = tokens_->text();
  const auto value = tokens_->next();
  if (value == token::begin_object && is_roots) {
    has_roots_ = true;
    levels_.push_back({kind::roots});
  } else if (value == token::begin_object && in_roots) {
    open_place(key_);
  } else {
    skip_value(value);
  }
  return false;
}

void tree_reader::open_node() {
  levels_.push_back({kind::node});
  members_.assign("{");
  too_large_ = has_children_ = false;
}

void tree_reader::open_place(std::string_view key) {
  if (levels_.back().is == kind::place) outer_ = {std::move(members_), too_large_, has_children_, number_};
  if (trash_ == 0 && is_trash(key)) trash_ = levels_.size();
  open_node();
  levels_.back().is = kind::place;
}

auto tree_reader::in_node(token one, link& into) -> bool {
  if (one == token::end_object)
    return levels_.back().is == kind::place ? close_place(into) : close_node(into);
  key_ = tokens_->text();
  const auto value = tokens_->next();
  // Opera keeps most of its folders in a member of the roots that is none itself.
  const bool is_outermost = levels_.back().is == kind::place && levels_[levels_.size() - 2].is == kind::roots;
  if (value == token::begin_object && is_outermost)
    open_place(key_);
  else if (value == token::begin_array && key_ == children_key())
    open_children();
  else
    keep_member(value);
  return false;
}

auto tree_reader::in_children(token one, link& into) -> bool {
  if (one == token::end_array) {
    number_ = levels_.back().folder;
    levels_.pop_back();
    path_.pop();
    members_.assign("{");
    too_large_ = false;
    has_children_ = true;
    return false;
  }
  if (one == token::begin_object) {
    open_node();
    return false;
  }
  skip_value(one);
  if (now_ != pass::links || trash_ > 0) return false;
  into.fault = "not_a_bookmark";
  copy_path(into);
  return true;
}

void tree_reader::keep_member(token value) {
  const bool is_wanted =
      now_ != pass::names || std::ranges::find(wanted_keys(), std::string_view(key_)) != wanted_keys().end();
  if (!is_wanted || too_large_) return skip_value(value);
  too_large_ = !take_value(value) || members_.size() + raw_.size() + key_.size() > file_.item_bytes;
  if (too_large_) return;
  if (members_.size() > 1) members_.push_back(',');
  members_.append("\"").append(key_).append("\":").append(raw_);
}

auto tree_reader::read_members() -> bool {
  members_.push_back('}');
  members_.reserve(members_.size() + 64);
  return item_.read(members_);
}

void tree_reader::take_name(std::size_t number) {
  if (now_ != pass::names || !read_members()) return;
  if (const auto name = item_.take_text(name_key()); !name.empty()) names_.name(number, name);
  folder(number);
}

void tree_reader::open_children() {
  const auto number = count_++;
  if (now_ == pass::names) names_.add();
  take_name(number);
  // The root of a tree is no folder that anybody sees.
  const bool is_seen = !(roots_key().empty() && levels_.size() == 1);
  path_.push(is_seen ? names_.of(number) : std::string_view{});
  levels_.push_back({kind::children, number});
}

/// The outermost folders are the browser's own places.
void tree_reader::copy_path(link& into) {
  if (now_ == pass::names) return;
  path_.copy_to(into);
  into.own_folders = std::min<std::size_t>(1, into.folder.size());
}

auto tree_reader::close_node(link& into) -> bool {
  levels_.pop_back();
  if (has_children_) {
    take_name(number_);
    // What is closed next, if it is a node, has children.
    has_children_ = false;
    return false;
  }
  if (trash_ == 0) return close_link(into);
  if (now_ == pass::links && close_link(into) && !(into.fault.empty() && text::is_blank(into.url)))
    ++left_out_;
  into.clear();
  return false;
}

/// One without children and without an address is none of a browser's folders, and no bookmark that lacks
/// something.
auto tree_reader::close_place(link& into) -> bool {
  const bool is_link = close_node(into) && !text::is_blank(into.url);
  if (!is_link) into.clear();
  if (levels_.size() <= trash_) trash_ = 0;
  if (levels_.back().is != kind::place) return is_link;
  members_ = std::move(outer_.members);
  too_large_ = outer_.too_large;
  has_children_ = outer_.has_children;
  number_ = outer_.number;
  return is_link;
}

auto tree_reader::close_link(link& into) -> bool {
  copy_path(into);
  if (too_large_ && now_ != pass::links) return false;
  if (too_large_) {
    into.fault = "record_too_large";
    return true;
  }
  return read_members() && fill(into);
}

}  // namespace waybill::formats::links
