"""What does each kind of notification mean, in words a neighbour understands, and on which section does it rest?

The sections are written from memory where docs/explanation/notifications.md says so; a lawyer checks them there.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ovi.contact.states import NoticeKind, NotifierKind, SubjectKnows

KINDS: dict[str, Any] = {
    NoticeKind.CHILD_PROTECTION: _("A child or young person (child-protection notification)"),
    NoticeKind.UNBORN_CHILD: _("An unborn child (anticipatory child-protection notification)"),
    NoticeKind.OLDER_PERSON: _("An older person"),
    NoticeKind.ADULT: _("Another adult who may need help"),
    NoticeKind.WITH_FAMILY: _("A child or family, and the family makes contact together with me"),
}
LAWS: dict[str, Any] = {
    NoticeKind.CHILD_PROTECTION: _("Child Welfare Act (417/2007), section 25"),
    NoticeKind.UNBORN_CHILD: _("Child Welfare Act (417/2007), section 25 c"),
    NoticeKind.OLDER_PERSON: _("Act on Services for Older Persons (980/2012), section 25"),
    NoticeKind.ADULT: _("Social Welfare Act (1301/2014), section 35"),
    NoticeKind.WITH_FAMILY: _("Social Welfare Act (1301/2014), section 35"),
}
FRAMES: dict[str, Any] = {
    NoticeKind.CHILD_PROTECTION: _(
        "Anybody may notify who is worried about a child’s care, safety or behaviour. You do not need proof and you "
        "do not need to be sure. Those who work with children, such as teachers and health care staff, have a duty to "
        "notify at once, whatever their duty of secrecy says."
    ),
    NoticeKind.UNBORN_CHILD: _(
        "You can notify before the birth if you think that the child will need the support of child protection as "
        "soon as it is born. The notification concerns the expectant parent’s need of support."
    ),
    NoticeKind.OLDER_PERSON: _(
        "You can notify if an older person clearly cannot look after themselves, their health or their safety. Health "
        "and social care staff, rescue services, the police and some others have a duty to notify."
    ),
    NoticeKind.ADULT: _(
        "First ask the person to contact us, or contact us together if they agree. Without their consent a person in "
        "a duty-bound occupation notifies only if the person clearly cannot look after themselves, their health or "
        "their safety, or if a child’s interest requires it."
    ),
    NoticeKind.WITH_FAMILY: _(
        "This is often the best way: the family knows, and we begin together with them. If you have a duty to notify, "
        "you can meet it this way too, when you do it at once together with the family."
    ),
}
WHOM: dict[str, Any] = {
    NoticeKind.CHILD_PROTECTION: _("Which child are you worried about?"),
    NoticeKind.UNBORN_CHILD: _("Who is expecting the child?"),
    NoticeKind.OLDER_PERSON: _("Which person are you worried about?"),
    NoticeKind.ADULT: _("Which person are you worried about?"),
    NoticeKind.WITH_FAMILY: _("Which child or family is it?"),
}
NOTIFIERS: dict[str, Any] = {
    NotifierKind.ANONYMOUS: _("A private person, and I do not give my name"),
    NotifierKind.PRIVATE: _("A private person, and I give my name"),
    NotifierKind.DUTY_BOUND: _("I notify because of my work or position"),
}
# The same as a worker reads it.
NOTIFIED_AS: dict[str, Any] = {
    NotifierKind.ANONYMOUS: _("A private person without a name"),
    NotifierKind.PRIVATE: _("A private person"),
    NotifierKind.DUTY_BOUND: _("By duty, because of their work or position"),
}
KNOWS: dict[str, Any] = {
    SubjectKnows.AGREED: _("Yes, and they agree to it"),
    SubjectKnows.TOLD: _("Yes, but they do not agree to it"),
    SubjectKnows.NOT_TOLD: _("No"),
    SubjectKnows.UNSURE: _("I do not know"),
}
