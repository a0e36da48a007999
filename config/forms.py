"""Django's forms in KERN's markup. Relations by aria-* come from Django itself (5.2)."""

from typing import Any

from django.forms import CheckboxInput, FileInput, Select, Widget
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CSS_CLASSES = {
    "checkbox": "kern-form-check__checkbox",
    "radio": "kern-form-check__radio",
    "select": "kern-form-input__select",
}
TEXT_CSS_CLASS = "kern-form-input__input"


class KernBoundField(BoundField):
    """A field that knows its KERN shape; templates/ui/forms/field.html draws it."""

    @property
    def shape(self) -> str:
        """How the field is built: "tick" (one box), "choices" (options in a fieldset), "group" (several
        inputs in a fieldset), "select" or "input"."""
        widget = self.field.widget
        if isinstance(widget, CheckboxInput):
            return "tick"
        if self.use_fieldset and not isinstance(widget, FileInput):
            return "choices" if hasattr(widget, "optgroups") else "group"
        return "select" if isinstance(widget, Select) else "input"

    @property
    def is_optional(self) -> bool:
        """Whether the label says "optional"; a form may switch that off with `hide_optional = True`.

        A single box never says so: leaving it empty is one of its two answers.
        """
        wanted = not getattr(self.form, "hide_optional", False)
        return wanted and not self.field.required and not self.field.disabled and self.shape != "tick"

    @property
    def anchor(self) -> str:
        """The id of the element that takes the focus when the error summary's link is followed."""
        if self.shape in {"choices", "group"}:
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's attributes with KERN's classes added; classes the widget brings are kept."""
        shown = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if shown.is_hidden:
            return built
        css = CSS_CLASSES.get(getattr(shown, "input_type", ""), TEXT_CSS_CLASS)
        classes = [str(built.get("class") or shown.attrs.get("class", "")), css]
        if self.errors:
            classes.append(f"{css}--error")
        built["class"] = " ".join(name for name in classes if name)
        if shown.attrs.get("placeholder") == self.label:
            built["placeholder"] = False  # allauth repeats every label in grey inside its field
        return built


class KernFormRenderer(TemplatesSetting):
    """FORM_RENDERER: all forms look alike without a base class of their own."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = KernBoundField
