// Walks a tree of folders in JSON, node by node: a node is an object, and one with a list `children` is a
// folder. Internal to this folder.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/links/json_reader.hpp"
#include "formats/links/places.hpp"

namespace waybill::formats::links {

/// Reads the file once for the names of its folders, which may stand behind what is in them, and then for its
/// links. Of the nodes that are open only the innermost is held.
class tree_reader : public json_reader {
 public:
  using json_reader::json_reader;
  auto next(link& into) -> step override;

 protected:
  enum class pass : std::uint8_t { names, links, leftovers };

  // What producers differ in.

  /// The member that holds the root node; "": the root is one.
  [[nodiscard]] virtual auto roots_key() const -> std::string_view = 0;
  [[nodiscard]] virtual auto children_key() const -> std::string_view { return "children"; }
  [[nodiscard]] virtual auto name_key() const -> std::string_view = 0;
  [[nodiscard]] virtual auto not_ours() const -> std::string_view = 0;
  /// The members that are looked at in the pass for names.
  [[nodiscard]] virtual auto wanted_keys() const -> std::span<const std::string_view> = 0;
  /// A node without children, in `item_`. False: it is no link.
  virtual auto fill(link& into) -> bool = 0;
  /// Whether the folders of such a member of the roots, or of a member of one, are no bookmarks any more:
  /// their links are left out, and counted.
  [[nodiscard]] virtual auto is_trash(std::string_view /*key*/) const -> bool { return false; }
  /// Whether `item_`, a folder, has another meaning; its number in the order of the file.
  virtual void folder(std::size_t /*number*/) {}
  /// Whether there is one more pass.
  [[nodiscard]] virtual auto wants_leftovers() const -> bool { return false; }
  /// Why the file is refused behind the pass for names; "": it is not.
  [[nodiscard]] virtual auto refused() const -> std::string_view {
    return names_.is_full() ? too_many_folders : std::string_view{};
  }

  /// The folders that are open, by their numbers.
  [[nodiscard]] auto is_inside(std::size_t number) const -> bool;
  [[nodiscard]] auto innermost() const -> std::size_t;

  pass now_ = pass::names;
  folder_names names_;
  folder_path path_;

 private:
  /// A place is a member of the roots, or a member of one of these: it may have children, or hold places
  /// that have.
  enum class kind : std::uint8_t { root, roots, place, node, children };
  struct level {
    kind is = kind::node;
    std::size_t folder = 0;  ///< of `children`
  };

  void begin_pass(pass one);
  auto end_pass() -> step;
  auto walk(link& into) -> step;
  /// One token in the innermost level. True: `into` is a link.
  auto in_root(json::token one) -> bool;
  auto in_node(json::token one, link& into) -> bool;
  auto in_children(json::token one, link& into) -> bool;
  void open_node();
  void open_place(std::string_view key);
  void open_children();
  auto close_node(link& into) -> bool;
  auto close_place(link& into) -> bool;
  auto close_link(link& into) -> bool;
  void keep_member(json::token value);
  auto read_members() -> bool;
  void take_name(std::size_t number);
  void copy_path(link& into);

  /// What is known of a place while another in it is read.
  struct held_place {
    std::string members;
    bool too_large = false;
    bool has_children = false;
    std::size_t number = 0;
  };

  std::vector<level> levels_;
  held_place outer_;
  std::size_t trash_ = 0;      ///< below so many levels lies what is no bookmark any more; 0: nothing does
  std::string key_;            ///< as it is spelled
  std::string members_;        ///< of the innermost node, behind its children when it has some
  bool too_large_ = false;     ///< not all of them
  bool has_children_ = false;  ///< the innermost node is a folder
  std::size_t number_ = 0;     ///< of the last folder that was closed
  std::size_t count_ = 0;      ///< of folders so far
  bool has_roots_ = false;
};

}  // namespace waybill::formats::links
