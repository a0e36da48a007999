"""The product's case as a model of its own: for guardian a model without permission tables of its own is generic."""

from django.db import models

from intake.models import Case


def _copies():
    """Every field of a case, over the same columns; nothing leads back from the models it points to."""
    for field in Case._meta.concrete_fields:
        if field.is_relation:
            there = field.remote_field.model
            yield (
                field.name,
                models.ForeignKey(there, null=field.null, on_delete=models.DO_NOTHING, related_name="+"),
            )
        else:
            yield field.name, field.clone()


def _properties():
    """The next step, the name of the municipality: what the list computes for each row."""
    return ((name, value) for name, value in vars(Case).items() if isinstance(value, property))


class Meta:
    managed = False
    db_table = Case._meta.db_table


PeerCase = type(
    "PeerCase",
    (models.Model,),
    {"__module__": __name__, "Meta": Meta, **dict(_copies()), **dict(_properties())},
)
