//! From a name to where it belongs, and to everywhere that it is used.

use gen_lsp_types::{
    Definition, DefinitionParams, DefinitionResponse, Location, ReferenceParams, TextDocumentPositionParams,
};

use super::goals::GoalsNow;
use super::spot::{NamedThing, Spot, mentions, own_place, thing_at};
use crate::model::DocIx;

/// Returns what is named at a position, with the document.
pub(super) fn named_at_position<'w>(
    now: &GoalsNow<'w>,
    params: &TextDocumentPositionParams,
) -> Option<(DocIx, Spot<'w>, NamedThing)> {
    let document = now.document_at(&params.text_document.uri)?;
    let offset = now.lines(document).offset(params.position);
    let spot = Spot::at(&now.workspace().document(document).tree, offset)?;
    let thing = thing_at(now.workspace(), document, &spot)?;
    Some((document, spot, thing))
}

/// Returns where the goal, person or team at a position has its id.
pub(super) fn definition(now: &GoalsNow<'_>, params: &DefinitionParams) -> Option<DefinitionResponse> {
    let (_, _, thing) = named_at_position(now, &params.text_document_position_params)?;
    let (document, span) = own_place(now.workspace(), thing)?;
    Some(DefinitionResponse::Definition(Definition::Location(now.location(document, span))))
}

/// Returns every place where the goal, person or team at a position is named.
pub(super) fn references(now: &GoalsNow<'_>, params: &ReferenceParams) -> Option<Vec<Location>> {
    let (_, _, thing) = named_at_position(now, &params.text_document_position_params)?;
    let found = mentions(now.workspace(), thing).into_iter();
    let found = found.filter(|mention| params.context.include_declaration || !mention.is_own);
    Some(found.map(|mention| now.location(mention.document, mention.span)).collect())
}
