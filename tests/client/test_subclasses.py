"""Clients that a service makes a class of its own of: what they have stays theirs, what fails in them is told."""

import threading
from functools import cached_property, lru_cache, partialmethod, singledispatchmethod

import pytest

from scaleway_genapi import AsyncClient, Client, Usage
from tests.client.conftest import KEY


@pytest.fixture(params=[Client, AsyncClient])
def base(request):
    return request.param


def test_a_client_with_other_options_keeps_what_a_subclass_put_there(base):
    class Tenants(base):
        def __init__(self, tenant, **options):
            super().__init__(**options)
            self.tenant = tenant
            self.lock = threading.Lock()

    client = Tenants("a", api_key=KEY)
    for copy in (client.with_options(timeout=3), client.copy(), client.copy().copy()):
        assert (copy.tenant, copy.lock) == ("a", client.lock)
    client.copy().tenant = "b"
    assert client.tenant == "a"


def test_a_client_with_other_options_keeps_what_is_in_slots(base):
    class Tenants(base):
        __slots__ = ("__region", "tenant", "unset")

        def __init__(self, **options):
            super().__init__(**options)
            self.tenant = "a"
            self.__region = "par"

        @property
        def region(self):
            return self.__region

    copy = Tenants(api_key=KEY).with_options(timeout=3)
    assert (copy.tenant, copy.region) == ("a", "par")
    assert not hasattr(copy, "unset")


def test_a_client_with_other_options_has_resources_of_its_own(base):
    class Tenants(base):
        @cached_property
        def completions(self):
            return self.chat.completions

    client = Tenants(KEY, max_retries=1)
    assert client.completions._client is client
    copy = client.with_options(max_retries=7)
    assert copy.chat is not client.chat
    assert copy.completions._client is copy
    assert (client.max_retries, copy.max_retries) == (1, 7)


def test_a_method_replaced_in_a_client_stays_replaced_in_its_copies(base):
    client = base(KEY)
    client.close = client.request = calls = lambda: "mine"
    assert client.with_options(timeout=3).close is client.copy().request is calls


class _Checked:
    """A descriptor that checks what it is given, and keeps it in the instance under its own name."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__[self.name]

    def __set__(self, instance, value):
        instance.__dict__[self.name] = str(value)


def test_a_client_with_other_options_keeps_what_a_descriptor_was_given(base):
    class Tenants(base):
        tenant = _Checked()

        @property
        def region(self):
            return self.__dict__.get("region", "none")

        @region.setter
        def region(self, value):
            self.__dict__["region"] = value

    client = Tenants(KEY)
    client.tenant, client.region = "a", "par"
    copy = client.with_options(timeout=3)
    assert (copy.tenant, copy.region) == ("a", "par")


def test_what_stands_in_place_of_any_kind_of_method_stays_there_in_copies(base):
    class Tenants(base):
        @lru_cache  # noqa: B019
        def price(self, model):
            return 1

        @classmethod
        def of(cls):
            return 1

        @staticmethod
        def now():
            return 1

        @singledispatchmethod
        def text(self, value):
            return 1

        cheap = partialmethod(price, "small")

    client = Tenants(KEY)
    client.price = client.of = client.now = client.text = client.cheap = mine = lambda: 2
    copy = client.with_options(timeout=3)
    assert copy.price is copy.of is copy.now is copy.text is copy.cheap is mine


def test_a_class_that_refuses_to_have_its_attributes_set_can_have_other_options(base):
    class Tenants(base):
        __slots__ = ("tenant",)
        done = False

        def __init__(self, tenant, **options):
            super().__init__(**options)
            object.__setattr__(self, "tenant", tenant)
            self.done = True

        def __setattr__(self, name, value):
            if self.done or name == "tenant":
                raise AttributeError(f"{name} is set once")
            super().__setattr__(name, value)

    copy = Tenants("a", api_key=KEY).with_options(timeout=3)
    assert (copy.tenant, copy.done) == ("a", True)


def test_a_slot_that_a_property_of_its_name_hides_goes_along(base):
    class Slotted(base):
        __slots__ = ("tenant",)

    class Tenants(Slotted):
        @property
        def tenant(self):
            return super().tenant.upper()

    client = Tenants(KEY)
    Slotted.tenant.__set__(client, "a")
    assert client.with_options(timeout=3).tenant == "A"


def test_a_metaclass_that_answers_for_missing_names_is_not_asked_in_a_copy(base):
    class Registry(type):
        def __getattr__(cls, name):
            raise LookupError(name)

    class Tenants(base, metaclass=Registry):
        pass

    client = Tenants(KEY)
    client.tenant = "a"
    assert client.with_options(timeout=3).tenant == "a"


class _Failing:
    """What a class of a service may have."""

    @property
    def region(self):
        return self.regoin

    @cached_property
    def zone(self):
        return {}.zonne

    @property
    def flaky(self):
        type(self).tries = tries = getattr(type(self), "tries", 0) + 1
        if tries == 1:
            raise AttributeError("not yet")
        return tries


@pytest.fixture(params=["client", "resource", "async resource", "model"])
def failing(request):
    """One of each kind that explains which attributes it has, of a class with properties that fail."""
    if request.param == "model":
        usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "vendor": 4}
        return type("Mine", (_Failing, Usage), {}).from_dict(usage)
    if request.param == "client":
        return type("Mine", (_Failing, Client), {})(KEY)
    client = (Client if request.param == "resource" else AsyncClient)(KEY)
    return type("Mine", (_Failing, type(client.models)), {})(client)


@pytest.mark.parametrize(
    ("name", "missing", "body"), [("region", "regoin", "region"), ("zone", "zonne", "zone")]
)
def test_a_property_that_fails_names_what_is_missing_in_it(failing, name, missing, body):
    with pytest.raises(AttributeError, match=rf"has no attribute '{missing}'") as caught:
        getattr(failing, name)
    assert caught.value.name == missing
    assert body in [frame.name for frame in caught.traceback]


def test_a_property_that_works_when_python_asks_again_gives_its_value(failing):
    assert failing.flaky == 2


def test_a_slot_that_is_not_set_is_told_by_its_name(base):
    class Tenants(base):
        __slots__ = ("tenant",)

    with pytest.raises(AttributeError, match="'tenant'") as caught:
        Tenants(KEY).tenant  # noqa: B018
    assert "it has" not in str(caught.value)
